//===- PlanBuffers.cpp - gives every tensor between kernels its memory ----===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionPlan.h"

#include "mpc/Passes.h"

#include "mlir/IR/Matchers.h"
#include "mlir/IR/Remarks.h"

#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_PLANBUFFERSPASS
#include "mpc/Passes.h.inc"

namespace {

/// Functions in the order in which their states are numbered: those of a
/// training step first.
SmallVector<func::FuncOp> getFunctions(ModuleOp module) {
  SmallVector<func::FuncOp> functions;
  for (StringRef name : {"train", "update"})
    if (auto func = module.lookupSymbol<func::FuncOp>(name))
      functions.push_back(func);
  for (auto func : module.getOps<func::FuncOp>())
    if (!llvm::is_contained(functions, func))
      functions.push_back(func);
  llvm::erase_if(functions,
                 [](func::FuncOp func) { return func.isExternal(); });
  return functions;
}

/// What the functions of a module say about one state.
struct State {
  Type type;
  Attribute kind, initial;
};

/// All states of a module, numbered by first appearance.
class StateTable {
public:
  LogicalResult add(func::FuncOp func) {
    for (unsigned i = 0; i < func.getNumArguments(); ++i)
      if (failed(add(func, func.getArgAttrDict(i), kStateAttr,
                     func.getArgumentTypes()[i])))
        return failure();
    for (unsigned i = 0; i < func.getNumResults(); ++i)
      if (failed(add(func, func.getResultAttrDict(i), kUpdatesAttr,
                     func.getResultTypes()[i])))
        return failure();
    return success();
  }

  StateIndex getIndex() const {
    StateIndex index;
    for (auto [i, entry] : llvm::enumerate(states))
      index[entry.first] = i;
    return index;
  }

  ArrayAttr getAttr(Builder builder) const {
    SmallVector<Attribute> dictionaries;
    for (const auto &[name, state] : states) {
      NamedAttrList entry;
      entry.set("name", name);
      entry.set("type", TypeAttr::get(state.type));
      entry.set("kind",
                state.kind ? state.kind : builder.getStringAttr("state"));
      entry.set("initial",
                state.initial ? state.initial : builder.getF64FloatAttr(0.0));
      dictionaries.push_back(entry.getDictionary(builder.getContext()));
    }
    return builder.getArrayAttr(dictionaries);
  }

private:
  LogicalResult add(func::FuncOp func, DictionaryAttr attributes,
                    StringRef role, Type type) {
    Attribute name = attributes ? attributes.get(role) : Attribute();
    if (!name)
      return success();
    State &state = states[name];
    if (!state.type)
      state.type = type;
    if (state.type != type)
      return func.emitOpError("expects state ")
             << name << " to have one type, but got " << state.type << " and "
             << type;
    return success(
        agree(func, name, "kind", state.kind, attributes.get(kKindAttr)) &&
        agree(func, name, "initial value", state.initial,
              attributes.get(kInitialAttr)));
  }

  static bool agree(func::FuncOp func, Attribute name, StringRef what,
                    Attribute &known, Attribute other) {
    if (!known)
      known = other;
    if (!other || known == other)
      return true;
    func.emitOpError("expects state ")
        << name << " to have one " << what << ", but got " << known << " and "
        << other;
    return false;
  }

  llvm::MapVector<Attribute, State> states;
};

/// Places constants that kernels read; equal ones share their bytes.
void placeConstants(ModuleOp module) {
  llvm::MapVector<Attribute, int64_t> offsets;
  int64_t bytes = 0;
  for (auto func : module.getOps<func::FuncOp>())
    func.walk<WalkOrder::PreOrder>([&](Operation *op) {
      Attribute value;
      if (isa<KernelOp>(op))
        return WalkResult::skip();
      if (!matchPattern(op, m_Constant(&value)))
        return WalkResult::advance();
      auto [it, isNew] = offsets.try_emplace(value, bytes);
      if (isNew)
        bytes += alignBuffer(getBytes(op->getResult(0).getType()));
      op->setAttr(kSlotAttr, SlotAttr::get(op->getContext(), Space::constants,
                                           0, it->second));
      return WalkResult::advance();
    });
  module->setAttr("mpc.constants_bytes",
                  Builder(module.getContext()).getI64IntegerAttr(bytes));
}

class PlanBuffers : public impl::PlanBuffersPassBase<PlanBuffers> {
public:
  using PlanBuffersPassBase::PlanBuffersPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    StateTable states;
    SmallVector<func::FuncOp> functions = getFunctions(module);
    for (func::FuncOp func : functions)
      if (failed(states.add(func)))
        return signalPassFailure();
    module->setAttr(kStatesAttr, states.getAttr(Builder(&getContext())));
    placeConstants(module);
    StateIndex index = states.getIndex();
    for (func::FuncOp func : functions) {
      if (failed(FunctionPlan(func, index).run()))
        return signalPassFailure();
      remark(func);
    }
  }

private:
  void remark(func::FuncOp func) {
    auto get = [&](StringRef name) {
      return func->getAttrOfType<IntegerAttr>(name).getInt();
    };
    int64_t arena = get("mpc.arena_bytes"), live = get("mpc.live_bytes");
    largestArena.updateMax(arena);
    remark::passed(func.getLoc(), remark::RemarkOpts::name("plan")
                                      .category("mpc-plan-buffers")
                                      .function(func.getName()))
        << remark::add("arena of {0} bytes, {1} live, {2} residual", arena,
                       live, get("mpc.residual_bytes"));
  }
};

} // namespace
} // namespace mpc
