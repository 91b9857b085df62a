//===- Differentiate.cpp - builds the adjoint of a function ---------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reverse mode over one block: the walk visits ops last to first and asks each
// for the adjoints of its operands. What the loss does not depend on never gets
// an adjoint, so the only analysis needed beforehand is which values depend on
// a parameter.
//
//===----------------------------------------------------------------------===//

#include "Residuals.h"

#include "mpc/IR/Decomposition.h"
#include "mpc/IR/Mpc.h"
#include "mpc/IR/Names.h"
#include "mpc/Passes.h"

#include "mlir/IR/Remarks.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;

namespace mpc {
#define GEN_PASS_DEF_DIFFERENTIATEPASS
#include "mpc/Passes.h.inc"

namespace {

bool isFloatTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.hasStaticShape() &&
         isa<FloatType>(tensor.getElementType());
}

/// Returns all values that `op` reads, those inside its regions included.
SmallVector<Value> getReadValues(Operation *op) {
  SmallVector<Value> values(op->getOperands());
  llvm::SetVector<Value> captured;
  getUsedValuesDefinedAbove(op->getRegions(), captured);
  llvm::append_range(values, captured);
  return values;
}

/// What the walk has built.
struct Counts {
  unsigned differentiated = 0, adjoint = 0, residuals = 0;
};

class Differentiation {
public:
  Differentiation(func::FuncOp func, bool openSeed)
      : func(func), openSeed(openSeed) {}

  LogicalResult run();

  Counts counts;

private:
  LogicalResult checkFunction();
  LogicalResult collectParameters();
  void findDependence();

  LogicalResult walkBack();
  Value buildSeed(OpBuilder &builder, Value loss);
  LogicalResult differentiate(Operation *op);
  LogicalResult accumulate(Operation *op, OpOperand &operand, Value adjoint);
  LogicalResult refuse(Operation *op, Value active);

  LogicalResult appendGradients();
  Value takeGradient(BlockArgument parameter);
  void finishAdjoint();

  /// Marks the ops built since `last`, the op before the terminator then, as
  /// adjoint of what `loc` is.
  void markAdjoint(Operation *last, Location loc);
  Operation *getLastOp() { return terminator->getPrevNode(); }

  remark::RemarkOpts getRemarkOpts(StringRef name) {
    return remark::RemarkOpts::name(name)
        .category("mpc-differentiate")
        .function(func.getName());
  }

  func::FuncOp func;
  bool openSeed;
  Operation *terminator = nullptr;
  SmallVector<BlockArgument> parameters;
  /// For each value that depends on parameters, the first of them.
  llvm::DenseMap<Value, BlockArgument> dependence;
  llvm::DenseMap<Value, Value> adjoints;
};

//===----------------------------------------------------------------------===//
// What may be differentiated
//===----------------------------------------------------------------------===//

LogicalResult Differentiation::checkFunction() {
  if (func.isExternal())
    return func.emitError("expects function '")
           << func.getName() << "' to have a body";
  if (!func.getBody().hasOneBlock())
    return func.emitError("expects function '")
           << func.getName() << "' to have one block, but got "
           << func.getBody().getBlocks().size();
  if (func.getNumResults() == 0 || !isFloatTensor(func.getResultTypes()[0]) ||
      cast<ShapedType>(func.getResultTypes()[0]).getRank() != 0) {
    InFlightDiagnostic diag = func.emitError("expects the first result of '")
                              << func.getName()
                              << "' to be a scalar loss like tensor<f32>";
    if (func.getNumResults() != 0)
      diag << ", but got " << func.getResultTypes()[0];
    return diag;
  }
  for (unsigned i = 0; i < func.getNumResults(); ++i)
    if (func.getResultAttr(i, kGradientAttr))
      return func.emitError("function '")
             << func.getName() << "' is differentiated already";
  auto module = func->getParentOfType<ModuleOp>();
  if (auto uses = SymbolTable::getSymbolUses(func.getSymNameAttr(), module);
      uses && !uses->empty())
    return uses->begin()->getUser()->emitError("expects function '")
           << func.getName()
           << "' not to be called, since it is differentiated";
  return success();
}

LogicalResult Differentiation::collectParameters() {
  for (BlockArgument argument : func.getArguments()) {
    unsigned i = argument.getArgNumber();
    if (!func.getArgAttr(i, kParamAttr) || func.getArgAttr(i, kFrozenAttr))
      continue;
    if (!func.getArgAttrOfType<StringAttr>(i, kParamAttr))
      return emitError(argument.getLoc(), "expects 'mpc.param' to be a name");
    if (!isFloatTensor(argument.getType()))
      return emitError(argument.getLoc(), "expects parameter ")
             << func.getArgAttr(i, kParamAttr)
             << " to be a statically shaped tensor of floats, but got "
             << argument.getType();
    parameters.push_back(argument);
  }
  if (parameters.empty())
    return func.emitError("expects function '")
           << func.getName()
           << "' to have a parameter, an argument with 'mpc.param' and without "
              "'"
           << kFrozenAttr << "'";
  return success();
}

void Differentiation::findDependence() {
  for (BlockArgument parameter : parameters)
    dependence[parameter] = parameter;
  for (Operation &op : func.getBody().front()) {
    BlockArgument source;
    for (Value value : getReadValues(&op))
      if (!source)
        source = dependence.lookup(value);
    if (!source)
      continue;
    if (op.hasTrait<NotDifferentiable>()) {
      remark::analysis(op.getLoc(), getRemarkOpts("stop")) << remark::add(
          "the adjoint ends at {0}", op.getName().getStringRef());
      continue;
    }
    for (Value result : op.getResults())
      if (isFloatTensor(result.getType()))
        dependence[result] = source;
  }
}

//===----------------------------------------------------------------------===//
// The walk
//===----------------------------------------------------------------------===//

void Differentiation::markAdjoint(Operation *last, Location loc) {
  MLIRContext *context = func.getContext();
  auto adjointLoc =
      FusedLoc::get(context, {loc}, StringAttr::get(context, "adjoint"));
  Block &block = func.getBody().front();
  auto first = last ? std::next(last->getIterator()) : block.begin();
  for (Operation &op : llvm::make_range(first, terminator->getIterator())) {
    op.setAttr(kAdjointAttr, UnitAttr::get(context));
    op.setLoc(adjointLoc);
  }
}

/// The adjoint of the loss by itself: 1, or what becomes the loss scale.
Value Differentiation::buildSeed(OpBuilder &builder, Value loss) {
  if (openSeed)
    return SeedOp::create(builder, loss.getLoc(), loss.getType());
  auto one = DenseElementsAttr::get(
      cast<ShapedType>(loss.getType()),
      builder.getFloatAttr(getElementTypeOrSelf(loss.getType()), 1.0));
  return ConstantOp::create(builder, loss.getLoc(), one);
}

LogicalResult Differentiation::walkBack() {
  Value loss = terminator->getOperand(0);
  if (!dependence.contains(loss))
    return success();
  Operation *last = getLastOp();
  OpBuilder builder(terminator);
  adjoints[loss] = buildSeed(builder, loss);
  markAdjoint(last, loss.getLoc());
  for (Operation *op = last; op;) {
    Operation *previous = op->getPrevNode();
    if (failed(differentiate(op)))
      return failure();
    op = previous;
  }
  return success();
}

LogicalResult Differentiation::refuse(Operation *op, Value active) {
  unsigned parameter = dependence.lookup(active).getArgNumber();
  InFlightDiagnostic diag =
      op->emitError("'")
      << op->getName()
      << "' op has no derivative, but the loss depends on parameter "
      << func.getArgAttr(parameter, kParamAttr) << " through it";
  diag.attachNote(func.getArgument(parameter).getLoc())
      << "parameter declared here";
  return diag;
}

LogicalResult Differentiation::differentiate(Operation *op) {
  auto active = llvm::find_if(op->getResults(), [&](Value result) {
    return adjoints.contains(result);
  });
  if (active == op->getResults().end())
    return success();
  auto differentiable = dyn_cast<DifferentiableOpInterface>(op);
  if (!differentiable)
    return refuse(op, *active);

  Operation *last = getLastOp();
  OpBuilder builder(terminator);
  SmallVector<Value> resultAdjoints;
  for (Value result : op->getResults()) {
    Value adjoint = adjoints.lookup(result);
    if (!adjoint)
      adjoint = ConstantOp::create(
          builder, op->getLoc(),
          cast<ElementsAttr>(builder.getZeroAttr(result.getType())));
    resultAdjoints.push_back(adjoint);
  }
  SmallVector<Value> answers =
      differentiable.buildAdjoint(builder, resultAdjoints);
  if (answers.size() != op->getNumOperands())
    return op->emitError("expects '")
           << op->getName() << "' to give one adjoint per operand, but got "
           << answers.size() << " for " << op->getNumOperands();
  for (auto [operand, answer] : llvm::zip(op->getOpOperands(), answers))
    if (failed(accumulate(op, operand, answer)))
      return failure();
  bool isComposite = getFusionKind(op) == FusionKind::Composite;
  auto precision = dyn_cast<PrecisionOpInterface>(op);
  for (Operation *part = last->getNextNode(); part != terminator;
       part = part->getNextNode()) {
    if (isComposite)
      setOrigin(part, op->getName().stripDialect());
    if (precision)
      inheritClass(part, precision.getPrecisionClass(), isComposite);
  }
  markAdjoint(last, op->getLoc());
  ++counts.differentiated;
  return success();
}

LogicalResult Differentiation::accumulate(Operation *op, OpOperand &operand,
                                          Value adjoint) {
  Value value = operand.get();
  if (!adjoint || !dependence.contains(value))
    return success();
  if (adjoint.getType() != value.getType())
    return op->emitError("expects '")
           << op->getName() << "' to give operand "
           << operand.getOperandNumber() << " an adjoint of type "
           << value.getType() << ", but got " << adjoint.getType();
  Value &sum = adjoints[value];
  if (!sum) {
    sum = adjoint;
    return success();
  }
  OpBuilder builder(terminator);
  sum = AddOp::create(builder, op->getLoc(), sum, adjoint);
  return success();
}

//===----------------------------------------------------------------------===//
// The results
//===----------------------------------------------------------------------===//

Value Differentiation::takeGradient(BlockArgument parameter) {
  if (Value adjoint = adjoints.lookup(parameter))
    return adjoint;
  auto name =
      func.getArgAttrOfType<StringAttr>(parameter.getArgNumber(), kParamAttr);
  emitWarning(parameter.getLoc(), "the loss does not depend on parameter ")
      << name << ": its gradient is zero";
  remark::missed(parameter.getLoc(), getRemarkOpts("gradient"))
      << remark::metric("parameter", name.getValue())
      << remark::reason("the loss does not depend on it");
  OpBuilder builder(terminator);
  Operation *last = getLastOp();
  Value zero = ConstantOp::create(
      builder, parameter.getLoc(),
      cast<ElementsAttr>(builder.getZeroAttr(parameter.getType())));
  markAdjoint(last, parameter.getLoc());
  return zero;
}

LogicalResult Differentiation::appendGradients() {
  MLIRContext *context = func.getContext();
  for (BlockArgument parameter : parameters) {
    Value gradient = takeGradient(parameter);
    Attribute name = func.getArgAttr(parameter.getArgNumber(), kParamAttr);
    NamedAttribute attr(StringAttr::get(context, kGradientAttr), name);
    if (failed(func.insertResult(func.getNumResults(), gradient.getType(),
                                 DictionaryAttr::get(context, attr))))
      return failure();
    terminator->insertOperands(terminator->getNumOperands(), gradient);
  }
  return success();
}

/// Erases what was built in vain: adjoints of operands that need none.
void Differentiation::finishAdjoint() {
  for (Operation *op = getLastOp(); op && op->hasAttr(kAdjointAttr);) {
    Operation *previous = op->getPrevNode();
    if (isOpTriviallyDead(op))
      op->erase();
    else
      ++counts.adjoint;
    op = previous;
  }
  counts.residuals = nameResiduals(func);
}

LogicalResult Differentiation::run() {
  if (failed(checkFunction()) || failed(collectParameters()))
    return failure();
  terminator = func.getBody().front().getTerminator();
  findDependence();
  if (failed(walkBack()) || failed(appendGradients()))
    return failure();
  finishAdjoint();
  return success();
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

class Differentiate : public impl::DifferentiatePassBase<Differentiate> {
public:
  using DifferentiatePassBase::DifferentiatePassBase;

  void runOnOperation() override {
    func::FuncOp func = findFunction();
    if (!func)
      return signalPassFailure();
    Differentiation differentiation(func, seed);
    if (failed(differentiation.run()))
      return signalPassFailure();
    numDifferentiated += differentiation.counts.differentiated;
    numAdjoint += differentiation.counts.adjoint;
    numResiduals += differentiation.counts.residuals;
  }

private:
  func::FuncOp findFunction() {
    if (auto func = getOperation().lookupSymbol<func::FuncOp>(function))
      return func;
    InFlightDiagnostic diag = getOperation().emitError("expects a function '")
                              << function << "' to differentiate";
    SmallVector<StringRef> names;
    for (auto func : getOperation().getOps<func::FuncOp>())
      names.push_back(func.getName());
    if (!names.empty())
      diag << ", but got '" << llvm::join(names, "', '") << "'";
    return {};
  }
};

} // namespace
} // namespace mpc
