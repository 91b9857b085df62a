//===- Graph.cpp - a model that a program builds -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Graph.h"
#include "GraphElements.h"

#include "mpc/Frontend/Reader.h"
#include "mpc/IR/Mpc.h"
#include "mpc/Pipelines.h"

#include "mlir/IR/Verifier.h"

using namespace mlir;

namespace mpc {

static DialectRegistry makeRegistry() {
  DialectRegistry registry;
  registerDialects(registry);
  return registry;
}

Graph::Graph() : context(makeRegistry(), MLIRContext::Threading::DISABLED) {
  context.loadDialect<MpcDialect, func::FuncDialect>();
  context.printOpOnDiagnostic(false);
  module = ModuleOp::create(UnknownLoc::get(&context));
  context.getDiagEngine().registerHandler([this](Diagnostic &diagnostic) {
    if (error.empty() && diagnostic.getSeverity() == DiagnosticSeverity::Error)
      setError(makeMessage(diagnostic));
    return success();
  });
}

void Graph::setError(CompileMessage what) {
  message = std::move(what);
  error.clear();
  llvm::raw_string_ostream out(error);
  mpc::print(out, message);
}

OwningOpRef<ModuleOp> Graph::cloneModel() const {
  return error.empty() ? OwningOpRef<ModuleOp>(module.get().clone()) : nullptr;
}

InFlightDiagnostic Graph::emitError(Location loc) {
  return mlir::emitError(loc);
}

Location Graph::getLocation(const mpc_place &place) {
  if (!place.file)
    return UnknownLoc::get(&context);
  return FileLineColLoc::get(&context, place.file, std::max(place.line, 0), 0);
}

int64_t Graph::add(Entry entry) {
  entries.push_back(std::move(entry));
  return static_cast<int64_t>(entries.size()) - 1;
}

bool Graph::isUsable(int64_t function, Location loc) {
  if (!error.empty())
    return false;
  if (function >= 0 && function < static_cast<int64_t>(functions.size()))
    return true;
  emitError(loc) << "expects a function of this model";
  return false;
}

mpc_type Graph::getType(int64_t value) const {
  const Entry &entry = entries[value];
  ArrayRef<int64_t> shape = entry.type.getShape();
  Type element = entry.type.getElementType();
  int32_t number = 0;
  while (getElement(number, element.getContext()) != element)
    ++number;
  return {number, shape.data(), shape.size()};
}

//===----------------------------------------------------------------------===//
// Functions, and what they take
//===----------------------------------------------------------------------===//

int64_t Graph::addFunction(StringRef name, Location loc) {
  if (!error.empty())
    return -1;
  if (name.empty() || !isPrintable(name)) {
    emitError(loc) << "expects the name of a function to be printable";
    return -1;
  }
  for (Function &other : functions)
    if (other.op.getName() == name) {
      InFlightDiagnostic diag =
          emitError(loc) << "there already is a function '" << name << "'";
      diag.attachNote(other.op.getLoc()) << "declared here";
      return -1;
    }
  OpBuilder b = OpBuilder::atBlockEnd(module->getBody());
  auto op = func::FuncOp::create(b, loc, name, b.getFunctionType({}, {}));
  b.setInsertionPointToStart(op.addEntryBlock());
  func::ReturnOp::create(b, loc);
  functions.emplace_back().op = op;
  return static_cast<int64_t>(functions.size()) - 1;
}

/// Lets the dialect and the check of models judge a function that takes it.
bool Graph::isDeclarable(Type type, NamedAttrList attributes, Location loc) {
  OwningOpRef<ModuleOp> scratch = ModuleOp::create(loc);
  OpBuilder b = OpBuilder::atBlockEnd(scratch->getBody());
  auto func = func::FuncOp::create(b, loc, "declaration",
                                   b.getFunctionType({type}, {}));
  func.addEntryBlock();
  func.setArgAttrs(0, attributes.getDictionary(&context));
  b.setInsertionPointToStart(&func.front());
  func.getArgument(0).setLoc(loc);
  func::ReturnOp::create(b, loc);
  return succeeded(verify(*scratch)) && succeeded(checkModel(*scratch));
}

int64_t Graph::declare(int64_t function, StringRef role, StringRef name,
                       const mpc_type &given,
                       ArrayRef<mpc_attribute> attributes, Location loc) {
  bool isInput = role == kInputAttr;
  if (!error.empty() || (isInput && !isUsable(function, loc)))
    return MPC_NO_VALUE;
  Entry entry;
  entry.type = readType(given, loc);
  entry.name = StringAttr::get(&context, name);
  entry.loc = loc;
  entry.attributes.append(role, entry.name);
  if (!entry.type || !readAttributes(attributes, entry.attributes, loc) ||
      !isDeclarable(entry.type, entry.attributes, loc))
    return MPC_NO_VALUE;
  for (const Entry &other : entries)
    if (other.name == entry.name &&
        other.function == (isInput ? function : -1)) {
      InFlightDiagnostic diag = emitError(loc)
                                << "'" << name << "' is declared twice";
      diag.attachNote(*other.loc) << "declared here";
      return MPC_NO_VALUE;
    }
  if (!isInput)
    return add(std::move(entry));
  Function &owner = functions[function];
  unsigned index = owner.inputs++;
  (void)owner.op.insertArgument(index, entry.type,
                                entry.attributes.getDictionary(&context), loc);
  entry.function = function;
  entry.value = owner.op.getArgument(index);
  return add(std::move(entry));
}

/// A function takes what it uses: inputs, then the others in the order in which
/// the model declared them.
Value Graph::getArgument(Function &function, int64_t id) {
  auto [it, isNew] = function.shared.try_emplace(id);
  if (!isNew)
    return it->second;
  Entry &entry = entries[id];
  unsigned index = function.inputs + std::distance(function.shared.begin(), it);
  (void)function.op.insertArgument(
      index, entry.type, entry.attributes.getDictionary(&context), *entry.loc);
  return it->second = function.op.getArgument(index);
}

/// The value of that number in `function`. Null after an error, which calls it
/// `what`.
Value Graph::resolve(int64_t function, int64_t id, const Twine &what,
                     Location loc) {
  if (id == MPC_FOREIGN_VALUE) {
    emitError(loc) << what << " is a value of another model";
    return nullptr;
  }
  if (id < 0 || id >= static_cast<int64_t>(entries.size())) {
    emitError(loc) << what << " is no value";
    return nullptr;
  }
  Entry &entry = entries[id];
  if (entry.isShared())
    return getArgument(functions[function], id);
  if (entry.function == function)
    return entry.value;
  InFlightDiagnostic diag =
      emitError(loc) << what << " is a value of function '"
                     << functions[entry.function].op.getName() << "', not of '"
                     << functions[function].op.getName() << "'";
  diag.attachNote(entry.value.getLoc()) << "made here";
  return nullptr;
}

//===----------------------------------------------------------------------===//
// What they give
//===----------------------------------------------------------------------===//

/// Makes `value` the last result, and asks the checks of models whether it may
/// be.
void Graph::returnValue(Function &function, Value value, NamedAttribute role,
                        Location loc) {
  func::FuncOp func = function.op;
  for (unsigned i = 0; i < func.getNumResults(); ++i)
    if (func.getResultAttr(i, role.getName()) == role.getValue()) {
      emitError(loc) << role.getValue() << " is returned twice by '"
                     << func.getName() << "'";
      return;
    }
  (void)func.insertResult(func.getNumResults(), value.getType(),
                          DictionaryAttr::get(&context, role));
  func.front().getTerminator()->insertOperands(func.getNumResults() - 1, value);
  // The checks point at the function; the fault is in this call.
  Location before = func.getLoc();
  func->setLoc(loc);
  if (succeeded(verify(func, /*verifyRecursively=*/false)))
    (void)checkModel(*module);
  func->setLoc(before);
}

void Graph::addResult(int64_t function, StringRef name, int64_t id,
                      Location loc) {
  if (!isUsable(function, loc))
    return;
  if (Value value = resolve(function, id, "the result", loc))
    returnValue(functions[function], value,
                {StringAttr::get(&context, kResultAttr),
                 StringAttr::get(&context, name)},
                loc);
}

void Graph::addUpdate(int64_t function, int64_t state, int64_t id,
                      Location loc) {
  if (!isUsable(function, loc) || !resolve(function, state, "the state", loc))
    return;
  StringAttr name = entries[state].name;
  if (!name) {
    emitError(loc) << "expects a state to be updated, but got what an op made";
    return;
  }
  if (Value value = resolve(function, id, "the new value", loc))
    returnValue(functions[function], value,
                {StringAttr::get(&context, kUpdatesAttr), name}, loc);
}

} // namespace mpc
