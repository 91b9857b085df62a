//===- PrepareModel.cpp - fills in what a model leaves open ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/Decomposition.h"
#include "mpc/IR/Mpc.h"
#include "mpc/IR/States.h"
#include "mpc/Passes.h"

#include "mlir/IR/Remarks.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_PREPAREMODELPASS
#include "mpc/Passes.h.inc"

namespace {

/// Parameters and states draw from the streams below.
constexpr int64_t kFirstStream = int64_t(1) << 30;

/// The states of which keys are made, in the order of `KeyedOpInterface`.
constexpr StringLiteral kKeyStates[] = {kSeedState, kIterationState,
                                        kMicroBatchState};

SmallVector<KeyedOpInterface> findUnkeyed(func::FuncOp func) {
  SmallVector<KeyedOpInterface> found;
  func.walk([&](KeyedOpInterface op) {
    if (!op.isKeyed())
      found.push_back(op);
  });
  return found;
}

/// The argument that is state `name`; appended if there is none.
FailureOr<Value> getCounter(func::FuncOp func, StringRef name) {
  MLIRContext *context = func.getContext();
  auto type = RankedTensorType::get({}, IntegerType::get(context, 64));
  if (std::optional<unsigned> known = findState(func, name)) {
    auto kind = func.getArgAttrOfType<StringAttr>(*known, kKindAttr);
    if (kind && kind.getValue() == "counter" &&
        func.getArgumentTypes()[*known] == type)
      return Value(func.getArgument(*known));
    return emitError(func.getArgument(*known).getLoc(), "state \"")
           << name << "\" of '" << func.getName()
           << "' has the name of a state that mpc makes";
  }
  unsigned position = func.getNumArguments();
  if (failed(func.insertArgument(
          position, type, getStateAttrs({name, "counter", type, 0}, context),
          NameLoc::get(StringAttr::get(context, name)))))
    return failure();
  return Value(func.getArgument(position));
}

class PrepareModel : public impl::PrepareModelPassBase<PrepareModel> {
public:
  using PrepareModelPassBase::PrepareModelPassBase;

  void runOnOperation() override {
    for (auto func : getOperation().getOps<func::FuncOp>()) {
      if (func.isExternal())
        continue;
      decompose(func);
      if (failed(bind(func)))
        return signalPassFailure();
    }
  }

private:
  void decompose(func::FuncOp func) {
    for (Block &block : func.getBody())
      for (Operation &op : llvm::make_early_inc_range(block))
        if (op.getNumResults() > 1 && replaceByDecomposition(&op))
          ++numDecomposed;
  }

  LogicalResult bind(func::FuncOp func) {
    SmallVector<KeyedOpInterface> ops = findUnkeyed(func);
    if (ops.empty())
      return success();
    SmallVector<Value> key;
    for (StringRef name : kKeyStates) {
      FailureOr<Value> counter = getCounter(func, name);
      if (failed(counter))
        return failure();
      key.push_back(*counter);
    }
    for (auto [number, op] : llvm::enumerate(ops))
      op.setKey(key, kFirstStream + number);
    numKeyed += ops.size();
    remark::passed(func.getLoc(), remark::RemarkOpts::name("key")
                                      .category("mpc-prepare-model")
                                      .function(func.getName()))
        << remark::metric("keyed", ops.size());
    return success();
  }
};

} // namespace
} // namespace mpc
