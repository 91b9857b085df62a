//===- LowParameters.cpp - parameters without masters ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LowParameters.h"

using namespace mlir;

namespace mpc {

namespace {

Type lowerType(Type type, Format format) {
  return cast<RankedTensorType>(type).clone(
      getStorage(format, type.getContext()));
}

/// `value` in `format`. Of an arena made of segments every segment is cast,
/// since what lies between them is nobody's.
Value lower(OpBuilder &builder, Value value, Format format) {
  auto pack = value.getDefiningOp<PackOp>();
  if (!pack)
    return CastOp::create(builder, value.getLoc(), value, format);
  SmallVector<Value> segments;
  for (Value segment : pack.getSegments())
    segments.push_back(
        CastOp::create(builder, segment.getLoc(), segment, format));
  return PackOp::create(builder, pack.getLoc(),
                        lowerType(value.getType(), format), segments,
                        pack.getRows());
}

} // namespace

std::optional<Format> takeParameterFormat(ModuleOp module) {
  auto name = module->getAttrOfType<StringAttr>(kParameterFormatAttr);
  if (!name)
    return std::nullopt;
  module->removeAttr(kParameterFormatAttr);
  std::optional<Format> format = symbolizeFormat(name.getValue());
  auto parameters = module->getAttrOfType<ArrayAttr>(kParametersAttr);
  if (!format || !parameters)
    return format;
  SmallVector<Attribute> entries;
  for (auto entry : parameters.getAsRange<DictionaryAttr>()) {
    NamedAttrList changed(entry);
    Type type = entry.getAs<TypeAttr>("type").getValue();
    changed.set("type", TypeAttr::get(lowerType(type, *format)));
    entries.push_back(changed.getDictionary(module.getContext()));
  }
  module->setAttr(kParametersAttr,
                  ArrayAttr::get(module.getContext(), entries));
  return format;
}

void lowerNewParameters(func::FuncOp func, Format format) {
  Block &body = func.getBody().front();
  Operation *terminator = body.getTerminator();
  OpBuilder builder(terminator);
  for (StringRef state : {StringRef(kParamsState), StringRef(kFrozenState)}) {
    std::optional<unsigned> i = findUpdate(func, state);
    if (!i)
      continue;
    Value made = terminator->getOperand(*i);
    terminator->setOperand(*i, lower(builder, made, format));
    if (made.use_empty() && made.getDefiningOp())
      made.getDefiningOp()->erase();
  }
  func.setType(builder.getFunctionType(body.getArgumentTypes(),
                                       terminator->getOperandTypes()));
}

} // namespace mpc
