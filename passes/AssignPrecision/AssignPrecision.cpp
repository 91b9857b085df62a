//===- AssignPrecision.cpp - decides how values are stored, and why -------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Facts.h"
#include "Overrides.h"

#include "mpc/IR/Names.h"
#include "mpc/IR/States.h"
#include "mpc/Passes.h"

#include "mlir/IR/Remarks.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_ASSIGNPRECISIONPASS
#include "mpc/Passes.h.inc"

namespace {

/// The states in which gradients of parameters are kept.
llvm::DenseSet<Attribute> findGradientStates(ModuleOp module) {
  llvm::DenseSet<Attribute> states;
  for (auto func : module.getOps<func::FuncOp>())
    for (unsigned i = 0; i < func.getNumArguments(); ++i)
      if (auto kind = func.getArgAttrOfType<StringAttr>(i, kKindAttr);
          kind && kind.getValue() == "gradient")
        states.insert(func.getArgAttr(i, kStateAttr));
  return states;
}

class AssignPrecision : public impl::AssignPrecisionPassBase<AssignPrecision> {
public:
  using AssignPrecisionPassBase::AssignPrecisionPassBase;

  void runOnOperation() override {
    if (failed(run()))
      signalPassFailure();
  }

private:
  LogicalResult run() {
    ModuleOp module = getOperation();
    std::optional<Format> low = symbolizeFormat(format);
    if (!low)
      return module.emitError("unknown format '")
             << format << "', expects f32, tf32, bf16 or f16";
    if (std::string error = findPolicyError(policy, format); !error.empty())
      return module.emitError(error);
    std::unique_ptr<Policy> chosen = createPolicy(policy, *low);
    Overrides overrides;
    if (std::string error = overrides.parse(keep); !error.empty())
      return module.emitError(error);
    llvm::DenseSet<Attribute> gradientStates = findGradientStates(module);
    // @update and @init: masters are f32, and so is all that makes them.
    for (auto func : module.getOps<func::FuncOp>())
      if (!func.isExternal() && !findUpdate(func, kParamsState) &&
          failed(assign(func, *chosen, overrides, gradientStates)))
        return failure();
    if (lowersParameters(policy))
      module->setAttr(kParameterFormatAttr,
                      StringAttr::get(&getContext(), format));
    for (const Override &override : overrides.get())
      if (!override.matched)
        module.emitWarning("no op has a name like that in --keep=")
            << override.text;
    return success();
  }

  LogicalResult assign(func::FuncOp func, const Policy &policy,
                       Overrides &overrides,
                       const llvm::DenseSet<Attribute> &gradientStates) {
    if (!func.getBody().hasOneBlock())
      return func.emitOpError("expects a body of one block, but got ")
             << func.getBody().getBlocks().size();
    FactCollector collector(func, gradientStates);
    for (Operation &op : func.getBody().front()) {
      if (op.getNumResults() != 1 || !isDecided(op.getResult(0).getType()) ||
          op.hasTrait<OpTrait::ConstantLike>())
        continue;
      OpFacts facts = collector.collect(&op);
      if (isView(&op)) {
        // It is stored as what it names; there is nothing to keep.
        collector.note(&op, facts.operands.size() == 1
                                ? facts.operands.front().store
                                : Format::f32);
        continue;
      }
      FailureOr<Decision> decision = decide(&op, facts, policy, overrides);
      if (failed(decision))
        return failure();
      collector.note(&op, decision->store);
      record(func, &op, facts, *decision);
    }
    return success();
  }

  /// What the user says beats the policy.
  FailureOr<Decision> decide(Operation *op, const OpFacts &facts,
                             const Policy &policy, Overrides &overrides) {
    Decision decision = policy.decide(facts);
    rule = (policy.getName() + "." + decision.rule).str();
    std::optional<Format> wanted;
    if (Attribute said = op->getAttr(kKeepAttr)) {
      if (auto text = dyn_cast<StringAttr>(said))
        wanted = symbolizeFormat(text.getValue());
      if (!wanted)
        return op->emitOpError("expects '")
               << kKeepAttr << "' to be f32, tf32, bf16 or f16, but got "
               << said;
      decision.reason = "the model says so";
    }
    if (const Override *found = overrides.find(op)) {
      wanted = found->format;
      decision.reason = "--keep=" + found->text;
    }
    if (!wanted)
      return decision;
    ++numOverridden;
    rule = "keep";
    decision.store = *wanted == Format::tf32 ? Format::f32 : *wanted;
    bool isContraction = facts.precisionClass == PrecisionClass::Contraction;
    for (auto [operand, format] : llvm::zip(facts.operands, decision.operands))
      format = isContraction && !operand.isAccumulator ? *wanted : Format::f32;
    return decision;
  }

  void record(func::FuncOp func, Operation *op, const OpFacts &facts,
              const Decision &decision) {
    bool isContraction = facts.precisionClass == PrecisionClass::Contraction;
    auto attr =
        PrecisionAttr::get(op->getContext(), decision.store,
                           isContraction ? ArrayRef<Format>(decision.operands)
                                         : ArrayRef<Format>(),
                           rule, decision.reason);
    bool isLow = decision.store != Format::f32 ||
                 llvm::any_of(attr.getOperands(),
                              [](Format f) { return f != Format::f32; });
    // In f32 there is nothing to say of ops but for what the user said.
    if (format == "f32" && !isLow)
      return;
    op->setAttr(kPrecisionAttr, attr);
    ++(isLow ? numLow : numWide);
    auto options = remark::RemarkOpts::name("precision")
                       .category("mpc-assign-precision")
                       .function(func.getName());
    auto write = [&](auto &&stream) {
      stream << remark::add("\"{0}\" is stored in {1}", makeLabel(op),
                            stringifyFormat(decision.store))
             << remark::metric("rule", rule)
             << remark::reason("{0}", decision.reason);
    };
    if (isLow)
      write(remark::passed(op->getLoc(), options));
    else
      write(remark::missed(op->getLoc(), options));
  }

  std::string rule; ///< of the decision at hand
};

} // namespace
} // namespace mpc
