//===- ScaleLoss.cpp - scales the loss, guards the update -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Step.h"

#include "mpc/IR/Names.h"
#include "mpc/Passes.h"

#include "mlir/IR/Remarks.h"

#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_SCALELOSSPASS
#include "mpc/Passes.h.inc"

namespace {

//===----------------------------------------------------------------------===//
// What is refused
//===----------------------------------------------------------------------===//

/// Names of the states that this pass makes.
llvm::StringSet<> collectMade(StepFunctions step, const LossScale &scale) {
  llvm::StringSet<> made;
  for (const StateInfo &state : getScaleStates(scale, step.getElement()))
    made.insert(state.name);
  for (unsigned i = 0; i < step.train.getNumResults(); ++i)
    if (auto state =
            step.train.getResultAttrOfType<StringAttr>(i, kUpdatesAttr))
      made.insert((state.getValue() + ".new").str());
  return made;
}

LogicalResult checkStates(func::FuncOp func, const llvm::StringSet<> &made) {
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (auto name = func.getArgAttrOfType<StringAttr>(i, kStateAttr);
        name && made.contains(name.getValue()))
      return emitError(func.isExternal() ? func.getLoc()
                                         : func.getArgument(i).getLoc(),
                       "state ")
             << name << " of '" << func.getName()
             << "' has the name of a state that mpc makes";
  return success();
}

/// Where `func` reads the parameter, or the function.
Location findParameter(func::FuncOp func, StringRef name) {
  for (Operation &op : func.getBody().front())
    if (findName(op.getLoc()) == name && op.getNumOperands() == 1 &&
        isa<BlockArgument>(op.getOperand(0)))
      return op.getLoc();
  return func.getLoc();
}

LogicalResult checkNames(ModuleOp module, StepFunctions step,
                         const LossScale &scale) {
  llvm::StringSet<> made = collectMade(step, scale);
  for (auto func : module.getOps<func::FuncOp>())
    if (failed(checkStates(func, made)))
      return failure();
  auto parameters = module->getAttrOfType<ArrayAttr>(kParametersAttr);
  if (!parameters)
    return success();
  for (auto entry : parameters.getAsRange<DictionaryAttr>())
    if (auto name = entry.getAs<StringAttr>("name");
        name && made.contains(name.getValue()))
      return emitError(findParameter(step.train, name.getValue()), "parameter ")
             << name << " has the name of a state that mpc makes";
  return success();
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

class ScaleLoss : public impl::ScaleLossPassBase<ScaleLoss> {
public:
  using ScaleLossPassBase::ScaleLossPassBase;

  void runOnOperation() override {
    if (failed(scaleLoss()))
      signalPassFailure();
  }

private:
  LogicalResult scaleLoss() {
    ModuleOp module = getOperation();
    LossScale spec = LossScale::parse(scale);
    if (!spec.error.empty())
      return module.emitError(spec.error);
    FailureOr<StepFunctions> step = StepFunctions::find(module);
    if (failed(step) || failed(checkNames(module, *step, spec)))
      return failure();
    TrainCounts counts;
    SmallVector<Shadow> shadows = scaleTrain(*step, spec, counts);
    unsigned guarded = guardUpdate(*step, spec, shadows);
    report(*step, counts, shadows.size(), guarded);
    return success();
  }

  void report(StepFunctions step, TrainCounts counts, size_t shadows,
              unsigned guarded) {
    numSeeds += counts.seeds;
    numFlags += counts.flags;
    numShadows += shadows;
    numGuarded += guarded;
    remark::passed(step.train.getLoc(), remark::RemarkOpts::name("scale")
                                            .category("mpc-scale-loss")
                                            .function(step.train.getName()))
        << remark::metric("scale", scale.getValue())
        << remark::metric("seeds", counts.seeds)
        << remark::metric("flags", counts.flags)
        << remark::metric("shadows", shadows)
        << remark::metric("guarded", guarded);
  }
};

} // namespace
} // namespace mpc
