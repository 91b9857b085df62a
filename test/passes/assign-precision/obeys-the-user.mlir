// RUN: mpc-opt %s -mpc-assign-precision='keep=fc1=f32' | FileCheck %s --check-prefix=NAME
// RUN: mpc-opt %s -mpc-assign-precision='keep={adjoint of fc1=f32}' | FileCheck %s --check-prefix=LABEL
// RUN: mpc-opt %s -mpc-assign-precision='keep=fc1*=bf16' | FileCheck %s --check-prefix=GLOB
// RUN: mpc-opt %s -mpc-assign-precision='keep=fc1*=f32,fc1=f16' | FileCheck %s --check-prefix=LAST
// RUN: mpc-opt %s -mpc-assign-precision='keep=pow:*=f16' | FileCheck %s --check-prefix=MNEMONIC
// RUN: mpc-opt %s -mpc-assign-precision='keep=fc1=tf32' | FileCheck %s --check-prefix=TF32
// RUN: mpc-opt %s -mpc-assign-precision='format=f32 keep=fc1=f16' | FileCheck %s --check-prefix=F32

func.func @names(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // A name stands for the op and its adjoint.
  // NAME: mpc.dot_general {{.*}} {mpc.precision = #mpc.precision<f32, [f32, f32], "keep", "--keep=fc1=f32">}
  // NAME: mpc.tanh {{.*}}#mpc.precision<f32, [], "amp.follow", "\22fc1\22 is f32">
  // NAME: mpc.dot_general {{.*}} {mpc.adjoint, mpc.precision = #mpc.precision<f32, [f32, f32], "keep", "--keep=fc1=f32">}
  // NAME: mpc.pow {{.*}}#mpc.precision<f32, [], "amp.keep32"

  // The label of the adjoint for itself alone.
  // LABEL: mpc.dot_general {{.*}} {mpc.precision = #mpc.precision<f16, [f16, f16], "amp.contraction"
  // LABEL: mpc.dot_general {{.*}} {mpc.adjoint, mpc.precision = #mpc.precision<f32, [f32, f32], "keep", "--keep=adjoint of fc1=f32">}

  // GLOB: mpc.dot_general {{.*}} {mpc.precision = #mpc.precision<bf16, [bf16, bf16], "keep", "--keep=fc1*=bf16">}
  // GLOB: mpc.tanh {{.*}}#mpc.precision<bf16, [], "keep", "--keep=fc1*=bf16">
  // GLOB: mpc.dot_general {{.*}} {mpc.adjoint, mpc.precision = #mpc.precision<bf16, [bf16, bf16], "keep"

  // LAST: mpc.dot_general {{.*}}#mpc.precision<f16, [f16, f16], "keep", "--keep=fc1=f16">
  // LAST: mpc.tanh {{.*}}#mpc.precision<f32, [], "keep", "--keep=fc1*=f32">

  // Ops without name are known by mnemonic and line.
  // MNEMONIC: mpc.tanh {{.*}}#mpc.precision<f16, [], "amp.follow"
  // MNEMONIC: mpc.pow {{.*}}#mpc.precision<f16, [], "keep", "--keep=pow:*=f16">

  // TF32: mpc.dot_general {{.*}}#mpc.precision<f32, [tf32, tf32], "keep"

  // In f32 only what the user said is noted.
  // F32: mpc.dot_general {{.*}}#mpc.precision<f16, [f16, f16], "keep", "--keep=fc1=f16">
  // F32: mpc.tanh %{{[^ ]*}} : tensor
  %x = mpc.dot_general %a, %a contract [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("fc1")
  %y = mpc.tanh %x : tensor<4x4xf32> loc("fc1.tanh")
  %d = mpc.dot_general %y, %a contract [1] x [0] {mpc.adjoint} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32> loc("fc1")
  %r = mpc.pow %y, %d : tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}
