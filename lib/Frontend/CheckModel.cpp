//===- CheckModel.cpp - is this module a model? ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/Frontend/Reader.h"
#include "mpc/IR/Mpc.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/JSON.h"

using namespace mlir;

namespace mpc {

namespace {

constexpr StringLiteral kArgumentRoles[] = {kParamAttr, kInputAttr, kStateAttr};
constexpr StringLiteral kResultRoles[] = {kResultAttr, kUpdatesAttr};

/// A parameter or state, which all functions must declare alike.
struct Declaration {
  Type type;
  Location loc;
  StringRef role;
};

class ModelCheck {
public:
  explicit ModelCheck(ModuleOp module) : module(module) {}

  LogicalResult run() {
    bool any = false;
    for (Operation &op : module.getBody()->getOperations()) {
      auto func = dyn_cast<func::FuncOp>(op);
      if (!func)
        return op.emitError("expects a model to hold functions only, but got '")
               << op.getName() << "'";
      if (func.isPrivate() && !func.isExternal())
        continue;
      any = true;
      if (failed(checkFunction(func)))
        return failure();
    }
    if (!any)
      return module.emitError("expects a model to have a public function");
    if (failed(checkOps()))
      return failure();
    return checkUpdates();
  }

private:
  /// What passes say to one another is none of a model's business.
  LogicalResult checkOps() {
    auto result = module.walk([](Operation *op) {
      if (op->hasTrait<MadeByPasses>()) {
        op->emitOpError("is made by passes, and no op of a model");
        return WalkResult::interrupt();
      }
      if (op->hasAttr(kPrecisionAttr)) {
        op->emitOpError("expects no '")
            << kPrecisionAttr << "', which a pass decides; a model says '"
            << kKeepAttr << "'";
        return WalkResult::interrupt();
      }
      return WalkResult::advance();
    });
    return failure(result.wasInterrupted());
  }

  LogicalResult checkFunction(func::FuncOp func) {
    if (func.isExternal())
      return func.emitError("function '") << func.getName() << "' has no body";
    if (!func.getBody().hasOneBlock())
      return func.emitError("expects function '")
             << func.getName() << "' to have one block, but got "
             << func.getBody().getBlocks().size();
    if (!isPrintable(func.getName()))
      return func.emitError("expects the name of a function to be printable");
    llvm::StringSet<> inputs, results;
    for (unsigned i = 0; i < func.getNumArguments(); ++i)
      if (failed(checkArgument(func, i, inputs)))
        return failure();
    for (unsigned i = 0; i < func.getNumResults(); ++i)
      if (failed(checkResult(func, i, results)))
        return failure();
    return success();
  }

  LogicalResult checkArgument(func::FuncOp func, unsigned i,
                              llvm::StringSet<> &names) {
    Location loc = func.getArgument(i).getLoc();
    SmallVector<StringRef> roles;
    for (StringRef role : kArgumentRoles)
      if (func.getArgAttr(i, role))
        roles.push_back(role);
    if (roles.size() != 1)
      return emitError(loc, "expects argument ")
             << i << " of '" << func.getName()
             << "' to have one of mpc.param, mpc.input and mpc.state, but got "
             << roles.size();
    for (StringRef detail : {kKindAttr, kInitialAttr})
      if (func.getArgAttr(i, detail))
        return emitError(loc, "expects no '")
               << detail << "', which passes say of states that they make";
    auto name = func.getArgAttrOfType<StringAttr>(i, roles[0]);
    if (!name || name.getValue().empty() || !isPrintable(name))
      return emitError(loc, "expects '")
             << roles[0] << "' to be a name of printable characters";
    if (!names.insert((roles[0] + name.getValue()).str()).second)
      return emitError(loc, "'")
             << name.getValue() << "' is declared twice in '" << func.getName()
             << "'";
    if (roles[0] == kInputAttr)
      return success();
    return checkShared(roles[0], name.getValue(), func.getArgument(i).getType(),
                       loc);
  }

  /// The same parameter or state has one type in all functions.
  LogicalResult checkShared(StringRef role, StringRef name, Type type,
                            Location loc) {
    if (role == kParamAttr &&
        !isa<FloatType>(cast<ShapedType>(type).getElementType()))
      return emitError(loc, "expects parameter \"")
             << name << "\" to have float elements, but got " << type;
    auto [it, isNew] =
        declarations.try_emplace(name, Declaration{type, loc, role});
    if (isNew || (it->second.type == type && it->second.role == role))
      return success();
    if (it->second.role != role) {
      InFlightDiagnostic diag = emitError(loc, "\"")
                                << name << "\" is both a parameter and a state";
      diag.attachNote(it->second.loc) << "declared here";
      return diag;
    }
    InFlightDiagnostic diag = emitError(loc, "expects \"")
                              << name << "\" to have one type, but got " << type
                              << " and " << it->second.type;
    diag.attachNote(it->second.loc) << "declared here";
    return diag;
  }

  LogicalResult checkResult(func::FuncOp func, unsigned i,
                            llvm::StringSet<> &names) {
    SmallVector<StringRef> roles;
    for (StringRef role : kResultRoles)
      if (func.getResultAttr(i, role))
        roles.push_back(role);
    if (roles.size() != 1)
      return func.emitError("expects result ")
             << i << " of '" << func.getName()
             << "' to have one of mpc.result and mpc.updates, but got "
             << roles.size();
    auto name = func.getResultAttrOfType<StringAttr>(i, roles[0]);
    if (!name || name.getValue().empty() || !isPrintable(name))
      return func.emitError("expects '")
             << roles[0] << "' to be a name of printable characters";
    if (roles[0] == kUpdatesAttr)
      updates.push_back({name, func.getResultTypes()[i], func.getLoc()});
    if (!names.insert((roles[0] + name.getValue()).str()).second)
      return func.emitError("'")
             << name.getValue() << "' is returned twice by '" << func.getName()
             << "'";
    return success();
  }

  /// What is updated is a state that some function declares.
  LogicalResult checkUpdates() {
    for (const Update &update : updates) {
      auto it = declarations.find(update.name.getValue());
      if (it == declarations.end() || it->second.role != kStateAttr)
        return emitError(update.loc, "expects 'mpc.updates' to name a state, "
                                     "but got ")
               << update.name;
      if (it->second.type == update.type)
        continue;
      InFlightDiagnostic diag = emitError(update.loc, "expects state ")
                                << update.name << " to be updated with "
                                << it->second.type << ", but got "
                                << update.type;
      diag.attachNote(it->second.loc) << "declared here";
      return diag;
    }
    return success();
  }

  struct Update {
    StringAttr name;
    Type type;
    Location loc;
  };

  ModuleOp module;
  llvm::StringMap<Declaration> declarations;
  SmallVector<Update> updates;
};

} // namespace

bool isPrintable(StringRef name) {
  return name.size() <= 1024 && llvm::json::isUTF8(name) &&
         llvm::none_of(name, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

LogicalResult checkModel(ModuleOp module) { return ModelCheck(module).run(); }

} // namespace mpc
