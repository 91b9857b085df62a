//===- Interpreter.cpp - what a lowered kernel means ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Interpreter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include "llvm/ADT/TypeSwitch.h"

#include <cmath>

using namespace mlir;

namespace mpc::test {

namespace {

using Scalars = SmallVector<Scalar, 4>;

Scalar real(double value, Type type, bool exact) {
  return {exact ? value : roundTo(value, cast<FloatType>(type)), 0};
}

Scalar integer(int64_t value, Type type) {
  unsigned bits = type.isIndex() ? 64 : type.getIntOrFloatBitWidth();
  return {0, bits == 1 ? value & 1 : llvm::SignExtend64(value, bits)};
}

uint64_t bitsOf(Scalar x, Type type) {
  unsigned bits = type.isIndex() ? 64 : type.getIntOrFloatBitWidth();
  return uint64_t(x.integer) & llvm::maskTrailingOnes<uint64_t>(bits);
}

Scalar constant(Attribute value) {
  if (auto number = dyn_cast<FloatAttr>(value))
    return {number.getValueAsDouble(), 0};
  auto number = cast<IntegerAttr>(value);
  return integer(number.getValue().getSExtValue(), number.getType());
}

bool compare(arith::CmpFPredicate predicate, double x, double y) {
  if (std::isnan(x) || std::isnan(y))
    return predicate == arith::CmpFPredicate::UNO ||
           (predicate >= arith::CmpFPredicate::UEQ &&
            predicate <= arith::CmpFPredicate::UNE);
  switch (predicate) {
  case arith::CmpFPredicate::OEQ:
  case arith::CmpFPredicate::UEQ:
    return x == y;
  case arith::CmpFPredicate::OGT:
  case arith::CmpFPredicate::UGT:
    return x > y;
  case arith::CmpFPredicate::OGE:
  case arith::CmpFPredicate::UGE:
    return x >= y;
  case arith::CmpFPredicate::OLT:
  case arith::CmpFPredicate::ULT:
    return x < y;
  case arith::CmpFPredicate::OLE:
  case arith::CmpFPredicate::ULE:
    return x <= y;
  case arith::CmpFPredicate::ONE:
  case arith::CmpFPredicate::UNE:
    return x != y;
  default:
    return predicate == arith::CmpFPredicate::ORD;
  }
}

Scalar apply(Operation *op, const Scalars &x, bool exact) {
  Type type = op->getResult(0).getType();
  Type from = op->getOperand(0).getType();
  auto f = [&](double value) { return real(value, type, exact); };
  auto i = [&](int64_t value) { return integer(value, type); };
  return llvm::TypeSwitch<Operation *, Scalar>(op)
      .Case<arith::AddFOp>([&](auto) { return f(x[0].real + x[1].real); })
      .Case<arith::SubFOp>([&](auto) { return f(x[0].real - x[1].real); })
      .Case<arith::MulFOp>([&](auto) { return f(x[0].real * x[1].real); })
      .Case<arith::DivFOp>([&](auto) { return f(x[0].real / x[1].real); })
      .Case<arith::NegFOp>([&](auto) { return f(-x[0].real); })
      .Case<arith::MaximumFOp>([&](auto) {
        return std::isnan(x[0].real) || std::isnan(x[1].real)
                   ? f(NAN)
                   : f(std::max(x[0].real, x[1].real));
      })
      // Integers wrap around, which only unsigned ones may.
      .Case<arith::AddIOp>([&](auto) {
        return i(uint64_t(x[0].integer) + uint64_t(x[1].integer));
      })
      .Case<arith::MulIOp>([&](auto) {
        return i(uint64_t(x[0].integer) * uint64_t(x[1].integer));
      })
      .Case<arith::AndIOp>([&](auto) { return i(x[0].integer & x[1].integer); })
      .Case<arith::OrIOp>([&](auto) { return i(x[0].integer | x[1].integer); })
      .Case<arith::XOrIOp>([&](auto) { return i(x[0].integer ^ x[1].integer); })
      .Case<arith::ShRUIOp>(
          [&](auto) { return i(bitsOf(x[0], from) >> x[1].integer); })
      .Case<arith::ExtFOp>([&](auto) { return f(x[0].real); })
      .Case<arith::TruncFOp>([&](auto) { return f(x[0].real); })
      .Case<arith::SIToFPOp>([&](auto) { return f(double(x[0].integer)); })
      .Case<arith::UIToFPOp>(
          [&](auto) { return f(double(bitsOf(x[0], from))); })
      .Case<arith::ExtUIOp>([&](auto) { return i(bitsOf(x[0], from)); })
      .Case<arith::ExtSIOp, arith::TruncIOp, arith::IndexCastOp>(
          [&](auto) { return i(x[0].integer); })
      .Case<arith::SelectOp>([&](auto) { return x[0].integer ? x[1] : x[2]; })
      .Case<arith::CmpFOp>([&](auto cmp) {
        return i(compare(cmp.getPredicate(), x[0].real, x[1].real));
      })
      .Case<arith::CmpIOp>([&](auto cmp) {
        unsigned bits = from.isIndex() ? 64 : from.getIntOrFloatBitWidth();
        return i(arith::applyCmpPredicate(cmp.getPredicate(),
                                          APInt(bits, bitsOf(x[0], from)),
                                          APInt(bits, bitsOf(x[1], from))));
      })
      .Case<arith::BitcastOp>([&](auto) {
        if (type.isF32())
          return f(llvm::bit_cast<float>(uint32_t(x[0].integer)));
        return i(llvm::bit_cast<int32_t>(float(x[0].real)));
      })
      .Case<math::AbsFOp>([&](auto) { return f(std::abs(x[0].real)); })
      .Case<math::SqrtOp>([&](auto) { return f(std::sqrt(x[0].real)); })
      .Case<math::ExpOp>([&](auto) { return f(std::exp(x[0].real)); })
      .Case<math::LogOp>([&](auto) { return f(std::log(x[0].real)); })
      .Case<math::TanhOp>([&](auto) { return f(std::tanh(x[0].real)); })
      .Default([&](Operation *op) {
        op->emitError("the interpreter lacks this op");
        exit(1);
        return Scalar();
      });
}

/// Flags multiply as the machine does and only look at the product.
bool isFlag(linalg::GenericOp op) {
  auto algorithm = op->getAttrOfType<StringAttr>(kAlgorithmAttr);
  return algorithm && algorithm == kFlag;
}

int64_t countElements(RankedTensorType type) { return type.getNumElements(); }

/// The offset of the element of `type` that `map` gives for `point`.
int64_t getOffset(RankedTensorType type, AffineMap map,
                  ArrayRef<int64_t> point) {
  int64_t offset = 0;
  for (unsigned dim = 0; dim < map.getNumResults(); ++dim)
    offset = offset * type.getDimSize(dim) + point[map.getDimPosition(dim)];
  return offset;
}

class Interpreter {
public:
  explicit Interpreter(KernelOp kernel, std::vector<Tensor> inputs) {
    Block &body = kernel.getBody().front();
    for (auto [argument, input] : llvm::zip(body.getArguments(), inputs))
      tensors[argument] = input;
    for (Operation &op : body.without_terminator())
      run(&op);
    for (Value value : body.getTerminator()->getOperands())
      results.push_back(tensors[value]);
  }

  std::vector<Tensor> results;

private:
  Tensor splat(Value value, Scalar scalar) {
    auto type = cast<RankedTensorType>(value.getType());
    return {type, std::vector<Scalar>(countElements(type), scalar)};
  }

  void run(Operation *op) {
    if (auto empty = dyn_cast<tensor::EmptyOp>(op))
      tensors[empty] = splat(empty, {});
    else if (auto fill = dyn_cast<linalg::FillOp>(op))
      tensors[op->getResult(0)] =
          splat(op->getResult(0), scalars[fill.getInputs()[0]]);
    else if (auto value = dyn_cast<arith::ConstantOp>(op))
      runConstant(value);
    else
      runGeneric(cast<linalg::GenericOp>(op));
  }

  void runConstant(arith::ConstantOp op) {
    auto elements = dyn_cast<DenseElementsAttr>(op.getValue());
    if (!elements) {
      scalars[op] = constant(op.getValue());
      return;
    }
    Tensor tensor{cast<RankedTensorType>(op.getType()), {}};
    for (Attribute value : elements.getValues<Attribute>())
      tensor.elements.push_back(constant(value));
    tensors[op] = std::move(tensor);
  }

  void runGeneric(linalg::GenericOp op) {
    SmallVector<int64_t> sizes = op.getStaticLoopRanges();
    SmallVector<Tensor> outs;
    for (Value init : op.getDpsInits())
      outs.push_back(tensors[init]);
    SmallVector<int64_t> point(sizes.size(), 0);
    if (!llvm::is_contained(sizes, 0))
      do
        runPoint(op, outs, point);
      while (advance(point, sizes));
    for (auto [result, out] : llvm::zip(op->getResults(), outs)) {
      if (auto format = dyn_cast<FloatType>(out.type.getElementType()))
        for (Scalar &element : out.elements)
          element.real = roundTo(element.real, format);
      tensors[result] = std::move(out);
    }
  }

  static bool advance(SmallVector<int64_t> &point, ArrayRef<int64_t> sizes) {
    for (int dim = int(sizes.size()) - 1; dim >= 0; --dim) {
      if (++point[dim] < sizes[dim])
        return true;
      point[dim] = 0;
    }
    return false;
  }

  void runPoint(linalg::GenericOp op, SmallVector<Tensor> &outs,
                ArrayRef<int64_t> point) {
    bool exact = op.getNumReductionLoops() > 0 && !isFlag(op);
    for (OpOperand &operand : op->getOpOperands()) {
      Value argument = op.getMatchingBlockArgument(&operand);
      unsigned number = operand.getOperandNumber();
      const Tensor &tensor = op.isDpsInit(&operand)
                                 ? outs[number - op.getNumDpsInputs()]
                                 : tensors[operand.get()];
      scalars[argument] = tensor.elements[getOffset(
          tensor.type, op.getMatchingIndexingMap(&operand), point)];
    }
    for (Operation &inner : op.getBody()->without_terminator()) {
      Scalars x;
      for (Value operand : inner.getOperands())
        x.push_back(scalars[operand]);
      if (auto index = dyn_cast<linalg::IndexOp>(inner))
        scalars[index] = {0, point[index.getDim()]};
      else if (auto value = dyn_cast<arith::ConstantOp>(inner))
        scalars[value] = constant(value.getValue());
      else
        scalars[inner.getResult(0)] = apply(&inner, x, exact);
    }
    for (auto [number, out] : llvm::enumerate(outs))
      out.elements[getOffset(
          out.type, op.getIndexingMapMatchingResult(op->getResult(number)),
          point)] = scalars[op.getBody()->getTerminator()->getOperand(number)];
  }

  DenseMap<Value, Tensor> tensors;
  DenseMap<Value, Scalar> scalars;
};

} // namespace

double roundTo(double value, FloatType type) {
  if (type.isF64())
    return value;
  APFloat number(value);
  bool losesInfo;
  number.convert(type.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                 &losesInfo);
  return number.convertToDouble();
}

std::vector<Tensor> interpret(KernelOp kernel, std::vector<Tensor> inputs) {
  return Interpreter(kernel, std::move(inputs)).results;
}

} // namespace mpc::test
