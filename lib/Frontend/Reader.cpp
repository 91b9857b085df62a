//===- Reader.cpp - from text to a verified model -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/Frontend/Reader.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/AsmParser/AsmParserState.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;

namespace mpc {

namespace {

// MLIR 22's recursive-descent parser overflows an 8 MiB stack at about 5,000
// nested brackets; no model comes near this bound.
constexpr unsigned kMaxDepth = 256;
constexpr size_t kMaxBytes = size_t(1) << 28;

/// Scans text for what must not reach the parser.
class Scanner {
public:
  Scanner(const llvm::SourceMgr &sources, MLIRContext *context)
      : sources(sources), context(context),
        text(sources.getMemoryBuffer(sources.getMainFileID())->getBuffer()) {}

  LogicalResult scan() {
    if (text.size() > kMaxBytes)
      return error(text.data()) << "model is larger than 256 MiB, store "
                                   "large constants as parameters";
    if (text.starts_with("ML\xefR"))
      return error(text.data()) << "is MLIR bytecode; mpc reads MLIR text";
    for (const char *c = text.begin(); c != text.end(); ++c)
      if (failed(step(c)))
        return failure();
    return success();
  }

private:
  /// Looks at `c`, moving it over comments and strings.
  LogicalResult step(const char *&c) {
    switch (*c) {
    case '\0':
      return error(c) << "unexpected NUL byte";
    case '/':
      if (c + 1 != text.end() && c[1] == '/')
        skipTo(c, '\n');
      return success();
    case '"':
      skipString(c);
      return success();
    case '(':
    case '[':
    case '{':
    case '<':
      return open(c);
    case '>':
      // "->" is an arrow.
      if (c != text.begin() && c[-1] == '-')
        return success();
      [[fallthrough]];
    case ')':
    case ']':
    case '}':
      depth -= depth > 0;
      return success();
    default:
      return success();
    }
  }

  LogicalResult open(const char *c) {
    if (++depth <= kMaxDepth)
      return success();
    return error(c) << "brackets are nested more than " << kMaxDepth << " deep";
  }

  void skipTo(const char *&c, char end) {
    while (c + 1 != text.end() && c[1] != end)
      ++c;
  }

  void skipString(const char *&c) {
    for (++c; c != text.end() && *c != '"' && *c != '\n'; ++c)
      if (*c == '\\' && c + 1 != text.end())
        ++c;
    if (c == text.end())
      --c;
  }

  InFlightDiagnostic error(const char *at) {
    auto [line, column] =
        sources.getLineAndColumn(llvm::SMLoc::getFromPointer(at));
    StringRef name =
        sources.getMemoryBuffer(sources.getMainFileID())->getBufferIdentifier();
    return emitError(FileLineColLoc::get(context, name, line, column));
  }

  const llvm::SourceMgr &sources;
  MLIRContext *context;
  StringRef text;
  unsigned depth = 0;
};

/// `loc("fc1")` alone would hide where the op stands: the name is kept, its
/// place in the text put behind it.
void placeNames(ModuleOp module, const AsmParserState &state,
                const llvm::SourceMgr &sources) {
  unsigned file = sources.getMainFileID();
  StringRef path = sources.getMemoryBuffer(file)->getBufferIdentifier();
  module.walk([&](Operation *op) {
    auto name = dyn_cast<NameLoc>(op->getLoc());
    const AsmParserState::OperationDefinition *definition =
        name && isa<UnknownLoc>(name.getChildLoc()) ? state.getOpDef(op)
                                                    : nullptr;
    if (!definition)
      return;
    auto [line, column] = sources.getLineAndColumn(definition->loc.Start, file);
    op->setLoc(
        NameLoc::get(name.getName(), FileLineColLoc::get(op->getContext(), path,
                                                         line, column)));
  });
}

} // namespace

OwningOpRef<ModuleOp> readModel(const std::shared_ptr<llvm::SourceMgr> &sources,
                                MLIRContext *context) {
  if (failed(Scanner(*sources, context).scan()))
    return nullptr;
  Block block;
  AsmParserState state;
  ParserConfig config(context);
  if (failed(parseAsmSourceFile(*sources, &block, config, &state)))
    return nullptr;
  StringRef path =
      sources->getMemoryBuffer(sources->getMainFileID())->getBufferIdentifier();
  OwningOpRef<ModuleOp> module =
      mlir::detail::constructContainerOpForParserIfNecessary<ModuleOp>(
          &block, context, FileLineColLoc::get(context, path, 0, 0));
  if (module)
    placeNames(*module, state, *sources);
  return module;
}

} // namespace mpc
