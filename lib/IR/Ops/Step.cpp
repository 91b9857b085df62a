//===- Step.cpp - structure of a step: arenas and kernels -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../Lowering.h"
#include "../Verify.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace mpc {

//===----------------------------------------------------------------------===//
// segment and pack
//===----------------------------------------------------------------------===//

/// Returns the rows of an arena, or nothing if `value` is none.
static FailureOr<int64_t> getArenaRows(const Check &check, Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  if (type.getRank() == 2 && type.getDimSize(1) == kRowElements)
    return type.getDimSize(0);
  return check.fail("expects an arena to be a tensor of rows of " +
                    Twine(kRowElements) + " elements, but got " + toText(type));
}

/// Returns how many rows a segment takes. Sizes too large are reported later;
/// here they are counted as more rows than any arena has.
static int64_t countRows(Value segment) {
  return llvm::divideCeil(
      getCheckedNumElements(cast<ShapedType>(segment.getType()))
          .value_or(kMaxBytes),
      kRowElements);
}

/// C1: rows `row` .. `row` + `count` are in an arena of `rows`.
static LogicalResult checkInside(const Check &check, int64_t row, int64_t count,
                                 int64_t rows) {
  if (row >= 0 && row <= rows && count <= rows - row)
    return success();
  return check.fail("expects the segment to lie inside the arena, but got " +
                    Twine(count) + " rows from row " + Twine(row) + " of " +
                    Twine(rows));
}

LogicalResult SegmentOp::verify() {
  Check check(*this);
  FailureOr<int64_t> rows = getArenaRows(check, getArena());
  if (failed(rows))
    return failure();
  // C1
  if (failed(checkInside(check, getRow(), countRows(getResult()), *rows)))
    return failure();
  // C2
  return check.sameElement("arena", getArena(), "segment", getResult());
}

LogicalResult PackOp::verify() {
  Check check(*this);
  FailureOr<int64_t> rows = getArenaRows(check, getResult());
  if (failed(rows))
    return failure();
  // C1
  if (getRows().size() != getSegments().size())
    return check.fail("expects one row per segment, but got " +
                      Twine(getRows().size()) + " and " +
                      Twine(getSegments().size()));
  int64_t end = 0;
  for (auto [row, segment] : llvm::zip(getRows(), getSegments())) {
    if (row < end)
      return check.fail(
          "expects segments to be ascending and disjoint, but got "
          "row " +
          Twine(row) + " before row " + Twine(end));
    if (failed(checkInside(check, row, countRows(segment), *rows)))
      return failure();
    end = row + countRows(segment);
    // C2
    if (failed(check.sameElement("arena", getResult(), "segment", segment)))
      return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Loss scaling and the guard
//===----------------------------------------------------------------------===//

SmallVector<Value> SeedOp::lower(OpBuilder &builder, ValueRange) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  return {createFilled(b, getType(),
                       b.getFloatAttr(getType().getElementType(), 1))};
}

// C1
LogicalResult HasNonfiniteOp::verify() {
  Check check(*this);
  if (getFactor().getType().getRank() != 0)
    return check.fail("expects factor to be a scalar, but got " +
                      toText(getFactor().getType()));
  return check.sameElement("operand", getOperand(), "factor", getFactor());
}

SmallVector<Value> HasNonfiniteOp::lower(OpBuilder &builder,
                                         ValueRange operands) {
  ImplicitLocOpBuilder b(getLoc(), builder);
  int64_t rank = getOperand().getType().getRank();
  auto scalar = AffineMap::get(rank, 0, b.getContext());
  Value start = createFilled(b, getType(), b.getBoolAttr(false));
  Type wide = computeElement(getOperand().getType().getElementType());
  Value result = createLoops(
      b, operands, start, {b.getMultiDimIdentityMap(rank), scalar, scalar},
      llvm::to_vector(llvm::seq<int64_t>(0, rank)),
      [&](ImplicitLocOpBuilder &b, ValueRange x) {
        auto widen = [&](Value value) {
          return buildConversion(b, value, getElementTypeOrSelf(value), wide);
        };
        Value product = arith::MulFOp::create(b, widen(x[0]), widen(x[1]));
        Value finite = buildIsFinite(b, product);
        Value raised = arith::XOrIOp::create(b, finite, onesLike(b, finite));
        return SmallVector<Value>{arith::OrIOp::create(b, raised, x[2])};
      })[0];
  result.getDefiningOp()->setAttr(kAlgorithmAttr, b.getStringAttr(kFlag));
  return {result};
}

//===----------------------------------------------------------------------===//
// kernel: constraints
//===----------------------------------------------------------------------===//

/// C1 for one pair of a value outside and a value inside.
static LogicalResult checkPassed(const Check &check, StringRef what, size_t i,
                                 Type outside, Type inside) {
  auto x = dyn_cast<RankedTensorType>(outside);
  auto y = dyn_cast<RankedTensorType>(inside);
  if (x && y && x.getShape() == y.getShape() &&
      x.getElementTypeBitWidth() == y.getElementTypeBitWidth())
    return success();
  return check.fail("expects " + what + " " + Twine(i) +
                    " to agree in shape and element width, but got " +
                    toText(outside) + " and " + toText(inside));
}

static LogicalResult checkPassed(const Check &check, StringRef what,
                                 TypeRange outside, TypeRange inside) {
  if (outside.size() != inside.size())
    return check.fail("expects as many " + what +
                      "s inside as outside, but got " + Twine(inside.size()) +
                      " and " + Twine(outside.size()));
  for (size_t i = 0; i < outside.size(); ++i)
    if (failed(checkPassed(check, what, i, outside[i], inside[i])))
      return failure();
  return success();
}

/// C2: one slot per value.
static LogicalResult checkSlots(const Check &check, StringRef what,
                                std::optional<ArrayAttr> slots, size_t values) {
  if (!slots || slots->size() == values)
    return success();
  return check.fail("expects one slot per " + what + ", but got " +
                    Twine(slots->size()) + " and " + Twine(values));
}

/// C3: no block may wait for what is complete when all are done.
static LogicalResult checkTrailing(const Check &check, Block &block) {
  for (Operation &op : block)
    for (Operation *user : op.getUsers())
      if (isTrailing(&op) && !isTrailing(user) && !isa<YieldOp>(user))
        return check.fail(
            "expects only trailing ops to read what a trailing op "
            "computes, but " +
            user->getName().getStringRef() + " reads " +
            op.getName().getStringRef());
  return success();
}

LogicalResult KernelOp::verify() {
  Check check(*this);
  Block &block = getBody().front();
  // The terminator itself is verified later than this op.
  auto yield = block.empty() ? YieldOp() : dyn_cast<YieldOp>(block.back());
  if (!yield)
    return check.fail("expects the body to end in mpc.yield");
  // C1, C2, C3
  return failure(
      failed(checkPassed(check, "operand", getInputs().getTypes(),
                         block.getArgumentTypes())) ||
      failed(checkPassed(check, "result", getResultTypes(),
                         yield.getValues().getTypes())) ||
      failed(
          checkSlots(check, "operand", getInputSlots(), getInputs().size())) ||
      failed(checkSlots(check, "result", getResultSlots(), getNumResults())) ||
      failed(checkTrailing(check, block)));
}

//===----------------------------------------------------------------------===//
// kernel: text
//===----------------------------------------------------------------------===//

namespace {

/// `%a = %x : tensor<4xf32>`, or with the argument's own type where it differs
/// from the operand's: `%a : tensor<4xi8> = %x : tensor<4xui8>`.
struct ParsedInput {
  OpAsmParser::Argument argument;
  OpAsmParser::UnresolvedOperand operand;
  Type type;
};

ParseResult parseInput(OpAsmParser &parser, ParsedInput &input) {
  if (parser.parseArgument(input.argument))
    return failure();
  bool hasType = succeeded(parser.parseOptionalColon());
  if ((hasType && parser.parseType(input.argument.type)) ||
      parser.parseEqual() || parser.parseOperand(input.operand) ||
      parser.parseColonType(input.type))
    return failure();
  if (!hasType)
    input.argument.type = input.type;
  return success();
}

void printInput(OpAsmPrinter &printer, BlockArgument argument, Value operand) {
  printer << argument;
  if (argument.getType() != operand.getType())
    printer << " : " << argument.getType();
  printer << " = " << operand << " : " << operand.getType();
}

ParseResult parseDims(OpAsmParser &parser, StringRef keyword, StringAttr name,
                      OperationState &state) {
  if (parser.parseKeyword(keyword))
    return failure();
  Attribute dims = DenseI64ArrayAttr::parse(parser, {});
  if (!dims)
    return failure();
  state.addAttribute(name, dims);
  return success();
}

ParseResult parseHeader(OpAsmParser &parser, OperationState &state,
                        OperationName name) {
  StringRef kind;
  StringAttr label;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseKeyword(&kind))
    return failure();
  std::optional<KernelKind> parsed = symbolizeKernelKind(kind);
  if (!parsed)
    return parser.emitError(loc) << "unknown kernel kind '" << kind << "'";
  state.addAttribute(KernelOp::getKindAttrName(name),
                     KernelKindAttr::get(parser.getContext(), *parsed));
  return failure(
      parser.parseAttribute(label, KernelOp::getLabelAttrName(name),
                            state.attributes) ||
      parseDims(parser, "domain", KernelOp::getDomainAttrName(name), state) ||
      parseDims(parser, "reduced", KernelOp::getReducedAttrName(name), state));
}

/// `slots [...] -> [...]`, if there.
ParseResult parseSlots(OpAsmParser &parser, OperationState &state,
                       OperationName name) {
  if (failed(parser.parseOptionalKeyword("slots")))
    return success();
  ArrayAttr inputs, results;
  return failure(
      parser.parseAttribute(inputs, KernelOp::getInputSlotsAttrName(name),
                            state.attributes) ||
      parser.parseArrow() ||
      parser.parseAttribute(results, KernelOp::getResultSlotsAttrName(name),
                            state.attributes));
}

} // namespace

ParseResult KernelOp::parse(OpAsmParser &parser, OperationState &state) {
  SmallVector<ParsedInput> inputs;
  auto parseNext = [&] { return parseInput(parser, inputs.emplace_back()); };
  if (parseHeader(parser, state, state.name) ||
      parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren,
                                     parseNext) ||
      parser.parseArrow() || parser.parseLParen())
    return failure();
  if (failed(parser.parseOptionalRParen()) &&
      (parser.parseTypeList(state.types) || parser.parseRParen()))
    return failure();
  if (parseSlots(parser, state, state.name) ||
      parser.parseOptionalAttrDictWithKeyword(state.attributes))
    return failure();
  SmallVector<OpAsmParser::Argument> arguments;
  for (ParsedInput &input : inputs) {
    arguments.push_back(input.argument);
    if (parser.resolveOperand(input.operand, input.type, state.operands))
      return failure();
  }
  Region *body = state.addRegion();
  if (parser.parseRegion(*body, arguments))
    return failure();
  ensureTerminator(*body, parser.getBuilder(), state.location);
  return success();
}

void KernelOp::print(OpAsmPrinter &printer) {
  printer << " " << stringifyKernelKind(getKind()) << " " << getLabelAttr()
          << " domain ";
  getDomainAttr().print(printer);
  printer << " reduced ";
  getReducedAttr().print(printer);
  printer << " (";
  llvm::interleaveComma(llvm::zip(getBody().getArguments(), getInputs()),
                        printer, [&](auto pair) {
                          printInput(printer, std::get<0>(pair),
                                     std::get<1>(pair));
                        });
  printer << ") -> (" << getResultTypes() << ")";
  if (getInputSlots() && getResultSlots())
    printer << " slots " << getInputSlotsAttr() << " -> "
            << getResultSlotsAttr();
  SmallVector<StringRef> printed = {getKindAttrName(), getLabelAttrName(),
                                    getDomainAttrName(), getReducedAttrName()};
  if (getInputSlots() && getResultSlots())
    printed.append({getInputSlotsAttrName(), getResultSlotsAttrName()});
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs(), printed);
  printer << " ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

} // namespace mpc
