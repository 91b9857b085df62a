//===- Passes.td - all passes, one folder each -------------*- tablegen -*-===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_TD
#define MPC_PASSES_TD

include "passes/PrepareModel/PrepareModel.td"
include "passes/Differentiate/Differentiate.td"
include "passes/GroupParameters/GroupParameters.td"
include "passes/AttachOptimizer/AttachOptimizer.td"
include "passes/BuildInit/BuildInit.td"
include "passes/ConvertFormat/ConvertFormat.td"
include "passes/ExpandComposites/ExpandComposites.td"
include "passes/AssignPrecision/AssignPrecision.td"
include "passes/InsertCasts/InsertCasts.td"
include "passes/ScaleLoss/ScaleLoss.td"
include "passes/AccumulateGradients/AccumulateGradients.td"
include "passes/SimplifyCasts/SimplifyCasts.td"
include "passes/FormKernels/FormKernels.td"
include "passes/LowerKernels/LowerKernels.td"
include "passes/ExpandMath/ExpandMath.td"
include "passes/NormalizeLayout/NormalizeLayout.td"
include "passes/PlanBuffers/PlanBuffers.td"

#endif // MPC_PASSES_TD
