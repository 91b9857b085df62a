// RUN: mpc-opt %s -mpc-group-parameters="groups=*.bias:decay=0,enc.*:frozen,enc.bias:lr=2,head.*:lr=10,head.w:lr=5" | FileCheck %s
// RUN: mpc-opt %s -mpc-group-parameters | FileCheck %s --check-prefix=OWN

// Of two that say the same the last one counts; each counts more than the model.
// CHECK-LABEL: func.func @train
// CHECK-SAME: (%{{.*}}: tensor<2xf32> {mpc.frozen, mpc.param = "enc.w"},
// CHECK-SAME: %{{.*}}: tensor<2xf32> {mpc.decay_factor = 0.0{{.*}} : f64, mpc.frozen, mpc.lr_factor = 2.0{{.*}} : f64, mpc.param = "enc.bias"},
// CHECK-SAME: %{{.*}}: tensor<2xf32> {mpc.lr_factor = 5.0{{.*}} : f64, mpc.param = "head.w"},
// CHECK-SAME: %{{.*}}: tensor<2xf32> {mpc.param = "other"})
// OWN-LABEL: func.func @train
// OWN-SAME: {mpc.lr_factor = 3.0{{.*}} : f64, mpc.param = "head.w"}
func.func @train(%0: tensor<2xf32> {mpc.param = "enc.w"}, %1: tensor<2xf32> {mpc.param = "enc.bias"},
                 %2: tensor<2xf32> {mpc.param = "head.w", mpc.lr_factor = 3.0 : f64}, %3: tensor<2xf32> {mpc.param = "other"}) {
  return
}

// What holds in one function holds in all.
// CHECK-LABEL: func.func @predict
// CHECK-SAME: {mpc.lr_factor = 5.0{{.*}} : f64, mpc.param = "head.w"}
// OWN-LABEL: func.func @predict
// OWN-SAME: {mpc.lr_factor = 3.0{{.*}} : f64, mpc.param = "head.w"}
func.func @predict(%2: tensor<2xf32> {mpc.param = "head.w"}) {
  return
}
