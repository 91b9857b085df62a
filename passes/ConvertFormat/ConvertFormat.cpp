//===- ConvertFormat.cpp - rewrites a model from f32 to another format ----===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/IR/Mpc.h"
#include "mpc/Passes.h"

#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/Remarks.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_CONVERTFORMATPASS
#include "mpc/Passes.h.inc"

namespace {

using Replacement = std::optional<std::pair<Attribute, WalkResult>>;

llvm::APInt widen(const llvm::APFloat &value) {
  return llvm::APFloat(value.convertToDouble()).bitcastToAPInt();
}

/// Widens constants whose elements are f32; the replacer itself would change
/// their type and leave the bytes.
Replacement widenElements(DenseElementsAttr elements) {
  if (!elements.getElementType().isF32())
    return {{elements, WalkResult::skip()}};
  auto f64 = Float64Type::get(elements.getContext());
  return {{elements.mapValues(f64, widen), WalkResult::skip()}};
}

Replacement widenNumber(FloatAttr number) {
  if (!number.getType().isF32())
    return {{number, WalkResult::skip()}};
  auto f64 = Float64Type::get(number.getContext());
  return {{FloatAttr::get(f64, number.getValueAsDouble()), WalkResult::skip()}};
}

class ConvertFormat : public impl::ConvertFormatPassBase<ConvertFormat> {
public:
  using ConvertFormatPassBase::ConvertFormatPassBase;

  void runOnOperation() override {
    if (format == "f32")
      return markAllAnalysesPreserved();
    if (format != "f64") {
      getOperation().emitError("unknown format '")
          << format << "', expects f32 or f64";
      return signalPassFailure();
    }
    widenModule();
    remark::passed(
        getOperation().getLoc(),
        remark::RemarkOpts::name("widen").category("mpc-convert-format"))
        << remark::add("f32 became f64");
  }

private:
  void widenModule() {
    AttrTypeReplacer replacer;
    replacer.addReplacement(
        [](Float32Type type) { return Float64Type::get(type.getContext()); });
    replacer.addReplacement([&](DenseElementsAttr elements) {
      Replacement widened = widenElements(elements);
      numConstants += widened->first != elements;
      return widened;
    });
    replacer.addReplacement(widenNumber);
    // Plain lists of numbers belong to ops and have no format.
    replacer.addReplacement([](DenseArrayAttr list) -> Replacement {
      return {{list, WalkResult::skip()}};
    });
    replacer.recursivelyReplaceElementsIn(getOperation(), /*replaceAttrs=*/true,
                                          /*replaceLocs=*/false,
                                          /*replaceTypes=*/true);
  }
};

} // namespace
} // namespace mpc
