//===- Folder.cpp - casts of constants ------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Folder.h"

#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;

namespace mpc::test {

/// The context keeps every constant that it has seen: it must not see many.
constexpr size_t kPart = 50000;

static void foldPart(const std::string &fromElement, Format to,
                     ArrayRef<uint32_t> values,
                     std::vector<uint32_t> &results) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  context.loadDialect<MpcDialect, arith::ArithDialect, math::MathDialect>();
  FloatType element = getStorage(*symbolizeFormat(fromElement), &context);
  auto type = RankedTensorType::get({}, element);
  Block block;
  Location loc = UnknownLoc::get(&context);
  OpBuilder builder(&context);
  builder.setInsertionPointToEnd(&block);
  Value operand = block.addArgument(type, loc);
  auto op = CastOp::create(builder, loc, operand, to);
  for (uint32_t value : values) {
    APFloat number(element.getFloatSemantics(),
                   APInt(element.getWidth(), value));
    SmallVector<OpFoldResult> folded;
    if (failed(op->fold({DenseElementsAttr::get(type, number)}, folded)))
      llvm::report_fatal_error("a cast of a constant does not fold");
    auto result = cast<DenseElementsAttr>(cast<Attribute>(folded[0]));
    results.push_back(uint32_t(
        result.getSplatValue<APFloat>().bitcastToAPInt().getZExtValue()));
  }
}

std::vector<uint32_t> foldCasts(const std::string &fromElement,
                                const std::string &toFormat,
                                const std::vector<uint32_t> &values) {
  std::vector<uint32_t> results;
  Format to = *symbolizeFormat(toFormat);
  for (size_t at = 0; at < values.size(); at += kPart)
    foldPart(fromElement, to,
             ArrayRef(values).slice(at, std::min(kPart, values.size() - at)),
             results);
  return results;
}

} // namespace mpc::test
