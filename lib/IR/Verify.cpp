//===- Verify.cpp - how constraints are checked and reported --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Verify.h"

#include "mlir/Interfaces/FunctionInterfaces.h"

#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace mpc {

/// Adds "rhs is parameter "fc1.weight", declared here" where that is so.
static void noteDeclaration(InFlightDiagnostic &diag, Value blamed,
                            StringRef name) {
  auto argument = dyn_cast_or_null<BlockArgument>(blamed);
  if (!argument || !argument.getOwner()->isEntryBlock())
    return;
  auto func =
      dyn_cast_or_null<FunctionOpInterface>(argument.getOwner()->getParentOp());
  if (!func)
    return;
  std::pair<StringRef, StringRef> roles[] = {
      {kParamAttr, "parameter"}, {kInputAttr, "input"}, {kStateAttr, "state"}};
  for (auto [attribute, word] : roles)
    if (auto declared = func.getArgAttrOfType<StringAttr>(
            argument.getArgNumber(), attribute))
      diag.attachNote(argument.getLoc())
          << name << " is " << word << " " << declared << ", declared here";
}

LogicalResult Check::fail(const Twine &message, Value blamed,
                          StringRef name) const {
  if (!loc)
    return failure();
  InFlightDiagnostic diag = emitError(*loc) << "'" << op << "' op " << message;
  noteDeclaration(diag, blamed, name);
  return diag;
}

LogicalResult Check::inside(StringRef what, int64_t dim, int64_t rank,
                            StringRef of) const {
  if (dim >= 0 && dim < rank)
    return success();
  return fail("expects " + what + " to be inside the rank of " + of +
              ", but got " + Twine(dim) + " and rank " + Twine(rank));
}

LogicalResult Check::ascending(StringRef what, ArrayRef<int64_t> dims,
                               int64_t rank, StringRef of) const {
  for (int64_t dim : dims)
    if (failed(inside(what, dim, rank, of)))
      return failure();
  for (size_t i = 1; i < dims.size(); ++i)
    if (dims[i - 1] >= dims[i])
      return fail("expects " + what + " to be strictly ascending, but got " +
                  Twine(dims[i - 1]) + " before " + Twine(dims[i]));
  return success();
}

LogicalResult Check::sameType(StringRef what, Type actual,
                              Type expected) const {
  if (actual == expected)
    return success();
  return fail("expects " + what + " to be " + toText(expected) + ", but got " +
              toText(actual));
}

LogicalResult Check::sameElement(StringRef lhs, Value x, StringRef rhs,
                                 Value y) const {
  Type first = getElementTypeOrSelf(x), second = getElementTypeOrSelf(y);
  if (first == second)
    return success();
  return fail("expects " + lhs + " and " + rhs +
                  " to agree in element type, but got " + toText(first) +
                  " and " + toText(second),
              y, rhs);
}

std::string toText(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

} // namespace mpc
