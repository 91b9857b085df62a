// RUN: mpc-opt %s -mpc-expand-math | grep -o -E '(math|scf|cf)\.[a-z0-9_]+|fastmath' | sort -u | FileCheck %s

// Of math only ops that are one correctly rounded instruction on every target
// remain; there are no branches, and nothing may be contracted.

// CHECK-NOT: {{.}}
// CHECK: {{^}}math.absf{{$}}
// CHECK-NEXT: {{^}}math.floor{{$}}
// CHECK-NEXT: {{^}}math.fma{{$}}
// CHECK-NEXT: {{^}}math.sqrt{{$}}
// CHECK-NOT: {{.}}
func.func @all(%x: f32, %y: f32) -> (f32, f32, f32, f32, f32, f32, f32, f32, f32, f32) {
  %0 = math.exp %x : f32
  %1 = math.expm1 %x : f32
  %2 = math.log %x : f32
  %3 = math.log1p %x : f32
  %4 = math.tanh %x : f32
  %5 = math.erf %x : f32
  %6 = math.sin %x : f32
  %7 = math.cos %x : f32
  %8 = math.powf %x, %y : f32
  %9 = math.rsqrt %x : f32
  return %0, %1, %2, %3, %4, %5, %6, %7, %8, %9 : f32, f32, f32, f32, f32, f32, f32, f32, f32, f32
}
