//===- IndexForm.cpp - how an index follows from the axes -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "IndexForm.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace mpc::code {

void IndexForm::add(const IndexForm &other, int64_t factor) {
  constant += factor * other.constant;
  for (auto [axis, step] : other.steps)
    if ((steps[axis] += factor * step) == 0)
      steps.erase(axis);
  others.insert(other.others.begin(), other.others.end());
  isAffine &= other.isAffine;
}

namespace {

class FormFinder {
public:
  FormFinder(linalg::GenericOp op, ArrayRef<int> loops,
             function_ref<IndexForm(int)> axisForm)
      : op(op), loops(loops), axisForm(axisForm) {}

  IndexForm find(Value value) {
    if (auto argument = dyn_cast<BlockArgument>(value))
      return findArgument(argument);
    Operation *def = value.getDefiningOp();
    if (auto index = dyn_cast<linalg::IndexOp>(def))
      return axisForm(loops[index.getDim()]);
    APInt number;
    if (matchPattern(value, m_ConstantInt(&number)))
      return {number.getSExtValue(), {}, {}, true};
    if (isa<arith::AddIOp, arith::SubIOp>(def)) {
      IndexForm sum = find(def->getOperand(0));
      sum.add(find(def->getOperand(1)), isa<arith::AddIOp>(def) ? 1 : -1);
      return sum;
    }
    if (isa<arith::MulIOp>(def))
      for (int factor : {0, 1})
        if (matchPattern(def->getOperand(factor), m_ConstantInt(&number))) {
          IndexForm product;
          product.add(find(def->getOperand(1 - factor)), number.getSExtValue());
          return product;
        }
    return findOthers(def->getOperands());
  }

private:
  /// Whatever loads or computes an operand's element.
  IndexForm findArgument(BlockArgument argument) {
    AffineMap map = op.getMatchingIndexingMap(
        op.getMatchingOpOperand(argument));
    IndexForm result = computed();
    for (unsigned dim = 0; dim < map.getNumResults(); ++dim)
      addOthers(result, axisForm(loops[map.getDimPosition(dim)]));
    return result;
  }

  IndexForm findOthers(ValueRange operands) {
    IndexForm result = computed();
    for (Value operand : operands)
      addOthers(result, find(operand));
    return result;
  }

  static IndexForm computed() { return {0, {}, {}, false}; }

  static void addOthers(IndexForm &result, const IndexForm &form) {
    for (auto [axis, step] : form.steps)
      result.others.insert(axis);
    result.others.insert(form.others.begin(), form.others.end());
  }

  linalg::GenericOp op;
  ArrayRef<int> loops;
  function_ref<IndexForm(int)> axisForm;
};

} // namespace

IndexForm findIndexForm(Value index, linalg::GenericOp op, ArrayRef<int> loops,
                        function_ref<IndexForm(int)> axisForm) {
  return FormFinder(op, loops, axisForm).find(index);
}

} // namespace mpc::code
