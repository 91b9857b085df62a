//===- Explain.cpp - who is stored how, and why ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The compiler runs as it does for an engine, and is looked at on the way:
// after `precision` for decisions, after `mixed` for what kernels store, and
// after `buffers` for bytes. A second run in f32 says what all of it saves.
//
//===----------------------------------------------------------------------===//

#include "mpc/Explain.h"

#include "Compilation.h"

#include "mpc/Analysis/KernelGrouping.h"
#include "mpc/IR/Names.h"

using namespace mlir;

namespace mpc {

namespace {

/// Numbers ops, so that they are found again in later steps.
constexpr llvm::StringLiteral kRowAttr = "mpc.row";

func::FuncOp findExplained(ModuleOp module) {
  if (auto train = module.lookupSymbol<func::FuncOp>("train"))
    return train;
  auto functions = module.getOps<func::FuncOp>();
  return functions.empty() ? func::FuncOp() : *functions.begin();
}

/// "model.mlir:14:9", of the innermost place.
std::string describeLoc(Location loc) {
  FileLineColRange file = findFile(loc);
  if (!file)
    return "";
  return (file.getFilename().getValue() + ":" + Twine(file.getStartLine()) +
          ":" + Twine(file.getStartColumn()))
      .str();
}

bool isFloat(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  return type && isa<FloatType>(type.getElementType());
}

std::string describeElement(Value value) {
  std::string text;
  llvm::raw_string_ostream(text) << getElementTypeOrSelf(value.getType());
  return text;
}

int64_t countBytes(Type tensor) {
  auto type = cast<RankedTensorType>(tensor);
  return type.getNumElements() *
         int64_t(llvm::divideCeil(type.getElementTypeBitWidth(), 8));
}

/// Multiplications and additions of a contraction; 0 for other ops.
int64_t countFlops(Operation *op) {
  auto fusable = dyn_cast<FusableOpInterface>(op);
  if (!fusable || fusable.getFusionKind() != FusionKind::Contraction)
    return 0;
  auto result = cast<RankedTensorType>(op->getResult(0).getType());
  auto operand = cast<RankedTensorType>(op->getOperand(0).getType());
  int64_t flops = 2 * result.getNumElements();
  for (auto [dim, loop] : llvm::enumerate(fusable.getOperandLoops(0)))
    if (loop >= result.getRank())
      flops *= operand.getDimSize(dim);
  return flops;
}

/// Bytes of residuals and of all states, once memory is planned.
std::pair<int64_t, int64_t> countMemory(ModuleOp module) {
  int64_t residuals = 0, states = 0;
  if (func::FuncOp func = findExplained(module))
    if (auto bytes = func->getAttrOfType<IntegerAttr>("mpc.residual_bytes"))
      residuals = bytes.getInt();
  for (auto state : module->getAttrOfType<ArrayAttr>(kStatesAttr)
                        .getAsRange<DictionaryAttr>())
    states += countBytes(state.getAs<TypeAttr>("type").getValue());
  return {residuals, states};
}

class Explainer {
public:
  Explainer(Explanation &explanation, bool fusion)
      : explanation(explanation), fusion(fusion) {}

  bool observe(StringRef step, ModuleOp module) {
    if (step == "precision")
      collectDecisions(findExplained(module));
    if (step == "mixed")
      collectStorage(findExplained(module));
    if (step != "buffers")
      return true;
    collectCasts(module);
    std::tie(explanation.totals.residualBytes, explanation.totals.stateBytes) =
        countMemory(module);
    return false;
  }

private:
  void collectDecisions(func::FuncOp func);
  ExplainedOp describe(Operation *op);
  std::string describeStore(Value value);
  void collectStorage(func::FuncOp func);
  void collectBytes(func::FuncOp func, const KernelGrouping &grouping);
  void collectRows(const KernelGrouping &grouping);
  void collectCasts(ModuleOp module);
  FormatShare &getShare(StringRef format);

  Explanation &explanation;
  bool fusion;
};

//===----------------------------------------------------------------------===//
// Decisions
//===----------------------------------------------------------------------===//

/// The format decided for a value, views seen through.
std::string Explainer::describeStore(Value value) {
  Operation *op = value.getDefiningOp();
  while (op && isView(op) && op->getNumOperands() == 1) {
    value = op->getOperand(0);
    op = value.getDefiningOp();
  }
  if (op)
    if (auto decision = op->getAttrOfType<PrecisionAttr>(kPrecisionAttr))
      return stringifyFormat(decision.getStore()).str();
  return describeElement(value);
}

ExplainedOp Explainer::describe(Operation *op) {
  ExplainedOp row;
  row.name = describeOp(op);
  row.op = op->getName().stripDialect();
  row.loc = describeLoc(op->getLoc());
  row.line = findLine(op->getLoc());
  row.isAdjoint = op->hasAttr(kAdjointAttr);
  row.store = row.compute = describeElement(op->getResult(0));
  row.rule = "format";
  row.reason = "the format is " + row.store;
  auto decision = op->getAttrOfType<PrecisionAttr>(kPrecisionAttr);
  ArrayRef<Format> formats;
  if (decision) {
    row.store = stringifyFormat(decision.getStore());
    row.rule = decision.getRule();
    row.reason = decision.getReason();
    formats = decision.getOperands();
  }
  for (OpOperand &operand : op->getOpOperands())
    if (isFloat(operand.get()))
      row.operands.push_back(
          formats.empty()
              ? describeStore(operand.get())
              : stringifyFormat(formats[operand.getOperandNumber()]).str());
  if (!formats.empty())
    row.compute = row.operands.front() + "→f32";
  return row;
}

void Explainer::collectDecisions(func::FuncOp func) {
  if (!func)
    return;
  Builder b(func.getContext());
  for (Operation &op : func.getBody().front().without_terminator()) {
    if (op.getNumResults() != 1 || !isFloat(op.getResult(0)) || isView(&op) ||
        op.hasTrait<OpTrait::ConstantLike>())
      continue;
    op.setAttr(kRowAttr, b.getI64IntegerAttr(explanation.ops.size()));
    explanation.ops.push_back(describe(&op));
    const ExplainedOp &row = explanation.ops.back();
    ++getShare(row.store).ops;
    if (int64_t flops = countFlops(&op))
      getShare(row.operands.front()).flops += flops;
  }
}

//===----------------------------------------------------------------------===//
// What kernels store
//===----------------------------------------------------------------------===//

FormatShare &Explainer::getShare(StringRef format) {
  auto &shares = explanation.totals.formats;
  auto found = llvm::find_if(
      shares, [&](const FormatShare &share) { return share.format == format; });
  if (found != shares.end())
    return *found;
  shares.push_back({format.str()});
  return shares.back();
}

/// True if the caller or a state receives the value, views seen through.
bool isReturned(Value value) {
  return llvm::any_of(value.getUsers(), [](Operation *user) {
    return user->hasTrait<OpTrait::IsTerminator>() ||
           (isView(user) && isReturned(user->getResult(0)));
  });
}

void Explainer::collectBytes(func::FuncOp func,
                             const KernelGrouping &grouping) {
  for (const KernelGroup &group : grouping.getGroups())
    for (Value value : group.results)
      if (isFloat(value) && !isReturned(value))
        getShare(describeElement(value)).bytes += countBytes(value.getType());
}

void Explainer::collectRows(const KernelGrouping &grouping) {
  for (const KernelGroup &group : grouping.getGroups())
    for (Operation *op : group.ops) {
      auto number = op->getAttrOfType<IntegerAttr>(kRowAttr);
      if (!number)
        continue;
      ExplainedOp &row = explanation.ops[number.getInt()];
      if (row.kernel.empty())
        row.kernel = group.label;
      for (Value value : group.results)
        if (stripCasts(value) == op->getResult(0))
          row.stored.push_back(describeElement(value));
    }
}

void Explainer::collectCasts(ModuleOp module) {
  ExplainTotals &totals = explanation.totals;
  for (auto func : module.getOps<func::FuncOp>()) {
    if (func.getName() != "train" && func.getName() != "update")
      continue;
    auto get = [&](StringRef name) {
      auto number = func->getAttrOfType<IntegerAttr>(name);
      return number ? number.getInt() : 0;
    };
    totals.castsInserted += get(kCastsInsertedAttr);
    totals.castsLeft += get(kCastsLeftAttr);
    totals.castsCostly += get(kCastsCostlyAttr);
  }
  totals.castsRemoved = totals.castsInserted - totals.castsLeft;
}

void Explainer::collectStorage(func::FuncOp func) {
  if (!func)
    return;
  KernelGrouping grouping(func, fusion);
  collectBytes(func, grouping);
  collectRows(grouping);
  func.walk([](Operation *op) { op->removeAttr(kRowAttr); });
}

/// Runs the compiler up to `buffers` under an observer.
CompileResult observe(const std::string &text, const std::string &name,
                      const CompileOptions &options, StepObserver observer) {
  CompileResult result;
  Compilation(options, result, std::move(observer))
      .run(llvm::MemoryBuffer::getMemBufferCopy(text, name));
  return result;
}

void measureInF32(const std::string &text, const std::string &name,
                  CompileOptions options, ExplainTotals &totals) {
  options.format = "f32";
  options.policy = "amp";
  options.keep.clear();
  observe(text, name, options, [&](StringRef step, ModuleOp module) {
    if (step == "buffers")
      std::tie(totals.residualBytesF32, totals.stateBytesF32) =
          countMemory(module);
    return step != "buffers";
  });
}

} // namespace

Explanation explainText(const std::string &text, const std::string &name,
                        const CompileOptions &options) {
  Explanation explanation;
  Explainer explainer(explanation, options.fusion);
  CompileResult result =
      observe(text, name, options, [&](StringRef step, ModuleOp module) {
        return explainer.observe(step, module);
      });
  explanation.status = result.status;
  explanation.diagnostics = result.diagnostics;
  if (explanation.status == CompileStatus::ok)
    measureInF32(text, name, options, explanation.totals);
  llvm::stable_sort(explanation.totals.formats,
                    [](const FormatShare &a, const FormatShare &b) {
                      return a.format > b.format;
                    });
  return explanation;
}

} // namespace mpc
