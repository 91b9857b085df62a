//===- AttachOptimizer.cpp - parameters into arenas, @update --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Update.h"

#include "mpc/Passes.h"

#include "mlir/IR/Remarks.h"

#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_ATTACHOPTIMIZERPASS
#include "mpc/Passes.h.inc"

namespace {

using StringSet = llvm::StringSet<>;

/// Returns the indices of the arguments that are parameters.
llvm::BitVector findParameters(func::FuncOp func) {
  llvm::BitVector found(func.getNumArguments());
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (func.getArgAttr(i, kParamAttr))
      found.set(i);
  return found;
}

/// Returns the indices of the results that are gradients.
llvm::BitVector findGradients(func::FuncOp func) {
  llvm::BitVector found(func.getNumResults());
  for (unsigned i = 0; i < func.getNumResults(); ++i)
    if (func.getResultAttr(i, kGradientAttr))
      found.set(i);
  return found;
}

/// Returns the one function that has gradients.
FailureOr<func::FuncOp> findTrained(ModuleOp module) {
  func::FuncOp trained;
  for (auto func : module.getOps<func::FuncOp>()) {
    if (findGradients(func).none())
      continue;
    if (trained)
      return func.emitError("expects one function with 'mpc.gradient' results, "
                            "but got '")
             << trained.getName() << "' and '" << func.getName() << "'";
    trained = func;
  }
  if (!trained)
    return module.emitError("expects a function with 'mpc.gradient' results; "
                            "mpc-differentiate makes one");
  return trained;
}

//===----------------------------------------------------------------------===//
// What is refused
//===----------------------------------------------------------------------===//

/// A function whose signature changes must have no callers.
LogicalResult checkCallers(func::FuncOp func, ModuleOp module) {
  if (findParameters(func).none())
    return success();
  auto uses = SymbolTable::getSymbolUses(func.getSymNameAttr(), module);
  if (!uses || uses->empty())
    return success();
  return uses->begin()->getUser()->emitError("expects function '")
         << func.getName() << "' not to be called, since it has parameters";
}

/// Each gradient belongs to a parameter of the same function and type.
LogicalResult checkGradients(func::FuncOp func) {
  llvm::BitVector gradients = findGradients(func),
                  parameters = findParameters(func);
  for (unsigned i : gradients.set_bits()) {
    Attribute name = func.getResultAttr(i, kGradientAttr);
    bool known = false;
    for (unsigned p : parameters.set_bits())
      known |= func.getArgAttr(p, kParamAttr) == name &&
               func.getArgument(p).getType() == func.getResultTypes()[i];
    if (!known)
      return func.emitError("expects gradient ")
             << name << " to belong to a parameter of type "
             << func.getResultTypes()[i] << " of '" << func.getName() << "'";
  }
  return success();
}

/// States and functions that later passes may make. They are refused whatever
/// is made of the model, so that its validity depends on no option.
constexpr StringLiteral kReservedStates[] = {
    kSeedState,         kMicroBatchState,  "params_f16",   "params_bf16",
    kNonfiniteState,    kFrozenState,      "frozen_f16",   "frozen_bf16",
    kLossScaleState,    kTrackerState,     kSkippedState,  kGrowthState,
    kBackoffState,      kIntervalState,    kFloorState,    kCapState,
    kHysteresisState,   kBadTrackerState,  kClipNormState, kSumState,
    kMicroBatchesState, kNonfiniteSumState};
constexpr StringLiteral kReservedFolders[] = {"params_f16",  "params_bf16",
                                              kFrozenState,  "frozen_f16",
                                              "frozen_bf16", kSumState};
constexpr StringLiteral kReservedFunctions[] = {
    kUpdateFunction, kRefreshFunction, kAccumulateFunction};

/// Passes have put it there: a model says no kind.
bool isCounter(func::FuncOp func, unsigned argument) {
  auto kind = func.getArgAttrOfType<StringAttr>(argument, kKindAttr);
  return kind && kind.getValue() == "counter";
}

LogicalResult checkStates(func::FuncOp func, ArrayRef<StateInfo> states) {
  for (unsigned i = 0; i < func.getNumArguments(); ++i) {
    if (isCounter(func, i))
      continue;
    auto name = func.getArgAttrOfType<StringAttr>(i, kStateAttr);
    auto isMade = [&](StringRef made) {
      return name && name.getValue() == made;
    };
    if (llvm::any_of(kReservedStates, isMade) ||
        llvm::any_of(
            states, [&](const StateInfo &state) { return isMade(state.name); }))
      return emitError(func.getLoc(), "state ")
             << name << " of '" << func.getName()
             << "' has the name of a state that mpc makes";
  }
  return success();
}

/// Parameters and states share one set of names, and checkpoints hold
/// `<arena>/<parameter>` and `mpc.state/<state>` beside them.
LogicalResult checkName(const Parameter &parameter, const StringSet &states,
                        const StringSet &folders) {
  StringRef name = parameter.name;
  // The header of a safetensors file, and what mpc grad calls the loss.
  if (name == "__metadata__" || name == "mpc.loss")
    return emitError(parameter.loc, "parameter ")
           << parameter.name << " has a name that files keep for themselves";
  if (states.contains(name))
    return emitError(parameter.loc, "parameter ")
           << parameter.name << " has the name of a state";
  for (size_t at = name.find('/'); at != name.npos; at = name.find('/', at + 1))
    if (folders.contains(name.take_front(at)))
      return emitError(parameter.loc, "parameter ")
             << parameter.name << " has the name of an entry of '"
             << name.take_front(at) << "' in checkpoints";
  return success();
}

LogicalResult checkNames(ModuleOp module, const ParameterTable &table,
                         ArrayRef<StateInfo> made) {
  StringSet states, folders;
  folders.insert(kStateAttr);
  for (StringRef name : kReservedStates)
    states.insert(name);
  for (StringRef name : kReservedFolders)
    folders.insert(name);
  for (const StateInfo &state : made) {
    states.insert(state.name);
    if (state.kind == "arena" || state.kind == "gradient")
      folders.insert(state.name);
  }
  for (auto func : module.getOps<func::FuncOp>())
    for (unsigned i = 0; i < func.getNumArguments(); ++i)
      if (auto name = func.getArgAttrOfType<StringAttr>(i, kStateAttr))
        states.insert(name.getValue());
  for (auto &[name, parameter] : table)
    if (failed(checkName(parameter, states, folders)))
      return failure();
  return success();
}

LogicalResult checkModule(ModuleOp module, const ParameterTable &table,
                          ArrayRef<StateInfo> states) {
  for (StringRef name : kReservedFunctions)
    if (Operation *taken = module.lookupSymbol(name))
      return taken->emitError("function '")
             << name << "' has the name of a function that mpc makes";
  for (auto func : module.getOps<func::FuncOp>())
    if (failed(checkCallers(func, module)) || failed(checkStates(func, states)))
      return failure();
  return checkNames(module, table, states);
}

//===----------------------------------------------------------------------===//
// Rewriting functions
//===----------------------------------------------------------------------===//

/// Makes the parameters that are frozen, or those that are not, segments of one
/// arena argument.
LogicalResult replaceParameters(func::FuncOp func, const ParameterTable &table,
                                const StateInfo &arena, bool frozen) {
  auto findThem = [&] {
    llvm::BitVector all = findParameters(func), parameters = all;
    for (unsigned i : all.set_bits())
      if (table.get(func.getArgAttrOfType<StringAttr>(i, kParamAttr))
              .isFrozen != frozen)
        parameters.reset(i);
    return parameters;
  };
  int first = findThem().find_first();
  if (first < 0)
    return success();
  MLIRContext *context = func.getContext();
  auto loc = NameLoc::get(StringAttr::get(context, arena.name));
  if (failed(func.insertArgument(first, arena.type,
                                 getStateAttrs(arena, context), loc)))
    return failure();
  auto builder = OpBuilder::atBlockBegin(&func.getBody().front());
  llvm::BitVector parameters = findThem();
  for (unsigned i : parameters.set_bits()) {
    BlockArgument argument = func.getArgument(i);
    if (argument.use_empty())
      continue;
    auto name = func.getArgAttrOfType<StringAttr>(i, kParamAttr);
    auto segment = SegmentOp::create(
        builder, NameLoc::get(name, argument.getLoc()), argument.getType(),
        func.getArgument(first), table.get(name).row);
    argument.replaceAllUsesWith(segment.getResult());
  }
  return func.eraseArguments(parameters);
}

/// Packs gradients that `op` returns; those that are left come first.
void packReturned(func::ReturnOp op, func::FuncOp func,
                  const ParameterTable &table) {
  SmallVector<std::pair<int64_t, Value>> segments;
  SmallVector<Value> operands;
  for (auto [i, value] : llvm::enumerate(op.getOperands())) {
    auto name = func.getResultAttrOfType<StringAttr>(i, kGradientAttr);
    if (name)
      segments.push_back({table.get(name).row, value});
    else
      operands.push_back(value);
  }
  llvm::sort(segments, llvm::less_first());
  OpBuilder builder(op);
  auto loc = NameLoc::get(builder.getStringAttr(kGradientsState));
  operands.push_back(
      PackOp::create(builder, loc, table.getArenaType(),
                     llvm::to_vector(llvm::make_second_range(segments)),
                     llvm::to_vector(llvm::make_first_range(segments))));
  op.getOperandsMutable().assign(operands);
}

LogicalResult packGradients(func::FuncOp func, const ParameterTable &table) {
  for (auto op : llvm::to_vector(func.getOps<func::ReturnOp>()))
    packReturned(op, func, table);
  MLIRContext *context = func.getContext();
  NamedAttribute attr(StringAttr::get(context, kUpdatesAttr),
                      StringAttr::get(context, kGradientsState));
  if (failed(func.eraseResults(findGradients(func))))
    return failure();
  return func.insertResult(func.getNumResults(), table.getArenaType(),
                           DictionaryAttr::get(context, attr));
}

/// States of the model are known by their kind, too.
void markStates(func::FuncOp func) {
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (func.getArgAttr(i, kStateAttr) && !func.getArgAttr(i, kKindAttr))
      func.setArgAttr(i, kKindAttr,
                      StringAttr::get(func.getContext(), "state"));
}

LogicalResult rewriteFunctions(ModuleOp module, func::FuncOp trained,
                               const ParameterTable &table,
                               const StateInfo &arena) {
  if (failed(packGradients(trained, table)))
    return failure();
  StateInfo frozen = {kFrozenState, "arena", table.getFrozenType()};
  for (auto func : module.getOps<func::FuncOp>()) {
    if (failed(replaceParameters(func, table, arena, /*frozen=*/false)) ||
        failed(replaceParameters(func, table, frozen, /*frozen=*/true)))
      return failure();
    markStates(func);
  }
  return success();
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

class AttachOptimizer : public impl::AttachOptimizerPassBase<AttachOptimizer> {
public:
  using AttachOptimizerPassBase::AttachOptimizerPassBase;

  void runOnOperation() override {
    if (failed(attach()))
      signalPassFailure();
  }

private:
  LogicalResult attach() {
    ModuleOp module = getOperation();
    OptimizerSpec spec = OptimizerSpec::parse(optimizer);
    if (!spec.error.empty())
      return module.emitError(spec.error);
    if (std::string error = findClipNormError(clipNorm); !error.empty())
      return module.emitError(error);
    spec.clipNorm = clipNorm;
    FailureOr<func::FuncOp> trained = findTrained(module);
    if (failed(trained) || failed(checkGradients(*trained)))
      return failure();
    auto table = ParameterTable::collect(module, *trained, spec.noDecay);
    if (failed(table))
      return failure();
    auto states = getOptimizerStates(spec, table->getArenaType());
    if (failed(checkModule(module, *table, states)) ||
        failed(rewriteFunctions(module, *trained, *table, states.front())))
      return failure();
    buildUpdate(module, spec, *table);
    module->setAttr(kParametersAttr, table->getAttr(&getContext()));
    report(*table, spec);
    return success();
  }

  void report(const ParameterTable &table, const OptimizerSpec &spec) {
    numParameters += table.size();
    numRows += table.getRows();
    numPadding += table.getPadding();
    remark::passed(
        getOperation().getLoc(),
        remark::RemarkOpts::name("attach").category("mpc-attach-optimizer"))
        << remark::metric("optimizer", spec.optimizer->name)
        << remark::metric("parameters", table.size())
        << remark::metric("rows", table.getRows())
        << remark::metric("padding", table.getPadding());
  }
};

} // namespace
} // namespace mpc
