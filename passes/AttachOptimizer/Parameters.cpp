//===- Parameters.cpp - the parameters of a module and their rows ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Parameters.h"

#include "mlir/IR/Remarks.h"

#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/GlobPattern.h"

using namespace mlir;

namespace mpc {

namespace {

bool isParameterType(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.hasStaticShape() &&
         isa<Float32Type, Float64Type>(tensor.getElementType());
}

} // namespace

LogicalResult ParameterTable::merge(Parameter &known, const Parameter &other) {
  auto reportConflict = [&](StringRef what, Attribute got, Attribute had) {
    InFlightDiagnostic diag = emitError(other.loc, "expects parameter ")
                              << other.name << " to have one " << what
                              << ", but got " << got << " and " << had;
    diag.attachNote(known.loc) << "declared here";
    return diag;
  };
  if (other.type != known.type)
    return reportConflict("type", TypeAttr::get(other.type),
                          TypeAttr::get(known.type));
  if (other.init && known.init && other.init != known.init)
    return reportConflict("initialiser", other.init, known.init);
  if (!known.init)
    known.init = other.init;
  if (other.isFrozen != known.isFrozen)
    return emitError(other.loc, "expects parameter ")
           << other.name << " to be frozen in all functions or in none";
  return success();
}

LogicalResult ParameterTable::addArgument(func::FuncOp func,
                                          BlockArgument argument,
                                          bool isTrained) {
  unsigned i = argument.getArgNumber();
  Location loc = argument.getLoc();
  auto name = func.getArgAttrOfType<StringAttr>(i, kParamAttr);
  if (!name || name.empty())
    return emitError(loc, "expects 'mpc.param' to be a name");
  if (!isParameterType(argument.getType()))
    return emitError(loc, "expects parameter ")
           << name
           << " to be a statically shaped tensor of f32 or f64, but got "
           << argument.getType();
  Attribute init = func.getArgAttr(i, kInitAttr);
  if (init && !isa<InitAttr>(init))
    return emitError(loc, "expects 'mpc.init' to be an #mpc.init, but got ")
           << init;
  Parameter parameter{name, cast<RankedTensorType>(argument.getType()), loc,
                      dyn_cast_or_null<InitAttr>(init)};
  auto getFactor = [&](StringRef key) {
    auto factor = func.getArgAttrOfType<FloatAttr>(i, key);
    return factor ? factor.getValueAsDouble() : 1.0;
  };
  parameter.rateFactor = getFactor(kRateFactorAttr);
  parameter.decayFactor = getFactor(kDecayFactorAttr);
  parameter.isFrozen = !!func.getArgAttr(i, kFrozenAttr);
  parameter.decays =
      isTrained && !parameter.isFrozen && parameter.decayFactor != 0;
  auto [it, isNew] = parameters.insert({name, parameter});
  if (!isNew)
    return merge(it->second, parameter);
  Type element = parameters.begin()->second.type.getElementType();
  if (parameter.type.getElementType() == element)
    return success();
  return emitError(loc, "expects all parameters to have one element type, but "
                        "got ")
         << parameter.type.getElementType() << " and " << element;
}

LogicalResult ParameterTable::add(func::FuncOp func, bool isTrained) {
  llvm::SmallPtrSet<Attribute, 8> names;
  for (unsigned i = 0; i < func.getNumArguments(); ++i) {
    Attribute name = func.getArgAttr(i, kParamAttr);
    if (!name)
      continue;
    if (func.isExternal())
      return func.emitError("expects function '")
             << func.getName() << "' to have a body";
    BlockArgument argument = func.getArgument(i);
    if (!names.insert(name).second)
      return emitError(argument.getLoc(), "parameter ")
             << name << " is declared twice in '" << func.getName() << "'";
    if (failed(addArgument(func, argument, isTrained)))
      return failure();
  }
  return success();
}

/// An empty parameter gets a row, too.
int64_t ParameterTable::countRows(const Parameter &parameter) {
  int64_t count = parameter.type.getNumElements();
  return std::max<int64_t>(llvm::divideCeil(count, kRowElements), 1);
}

LogicalResult ParameterTable::layOut() {
  for (auto &[name, parameter] : parameters) {
    std::optional<int64_t> count = getCheckedNumElements(parameter.type);
    int64_t needed = count ? countRows(parameter) : 0;
    int64_t rowBytes =
        kRowElements * parameter.type.getElementTypeBitWidth() / 8;
    if (!count || (getRows() + needed) * rowBytes > kMaxBytes)
      return emitError(parameter.loc, "expects all parameters together to have "
                                      "at most ")
             << kMaxBytes << " bytes, but " << name << " exceeds that";
    int64_t &rows = parameter.isFrozen ? frozenRows : trainedRows;
    parameter.row = rows;
    rows += needed;
    elements += *count;
    if (!parameter.init)
      parameter.init = InitAttr::get(name.getContext(), "zeros", 0, 0);
  }
  return success();
}

void ParameterTable::mask(ModuleOp module, StringRef glob) {
  auto pattern = llvm::GlobPattern::create(glob);
  bool matched = false;
  for (auto &[name, parameter] : parameters) {
    if (!pattern || !pattern->match(name.getValue()))
      continue;
    matched = true;
    parameter.decays = false;
  }
  if (!pattern)
    llvm::consumeError(pattern.takeError());
  if (!matched)
    module.emitWarning("no parameter has a name like '")
        << glob << "', which should not decay";
}

FailureOr<ParameterTable>
ParameterTable::collect(ModuleOp module, func::FuncOp trained,
                        ArrayRef<std::string> noDecay) {
  ParameterTable table;
  if (failed(table.add(trained, /*isTrained=*/true)))
    return failure();
  for (auto func : module.getOps<func::FuncOp>())
    if (func != trained && failed(table.add(func, /*isTrained=*/false)))
      return failure();
  for (const std::string &glob : noDecay)
    table.mask(module, glob);
  if (failed(table.layOut()))
    return failure();
  for (auto &[name, parameter] : table)
    remark::analysis(
        parameter.loc,
        remark::RemarkOpts::name("segment").category("mpc-attach-optimizer"))
        << remark::metric("parameter", name.getValue())
        << remark::metric("row", parameter.row)
        << remark::metric("decays", parameter.decays);
  return table;
}

RankedTensorType ParameterTable::getType(int64_t rows) const {
  Type element = begin()->second.type.getElementType();
  return RankedTensorType::get({rows, kRowElements}, element);
}

ArrayAttr ParameterTable::getAttr(MLIRContext *context) const {
  Builder b(context);
  SmallVector<Attribute> entries;
  for (auto &[name, parameter] : parameters) {
    NamedAttrList entry;
    entry.set("name", name);
    entry.set("type", TypeAttr::get(parameter.type));
    entry.set("init", parameter.init);
    entry.set("row", b.getI64IntegerAttr(parameter.row));
    entry.set("decays", b.getBoolAttr(parameter.decays));
    if (parameter.isFrozen)
      entry.set("frozen", b.getUnitAttr());
    if (parameter.rateFactor != 1)
      entry.set("lr_factor", b.getF64FloatAttr(parameter.rateFactor));
    if (parameter.decayFactor != 1)
      entry.set("decay_factor", b.getF64FloatAttr(parameter.decayFactor));
    entries.push_back(entry.getDictionary(context));
  }
  return b.getArrayAttr(entries);
}

} // namespace mpc
