//===- Header.cpp - the comment before a kernel -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitters.h"

#include "mpc/IR/Names.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using llvm::formatv;

namespace mpc::cuda {

/// Text of the model that may stand in a comment of one line.
static std::string makeHarmless(StringRef text) {
  std::string result;
  for (char c : text)
    result += llvm::isPrint(c) && c != '\\' ? c : '_';
  return result;
}

/// "f16[64,10]"
static std::string describeType(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  std::string shape;
  for (int64_t size : tensor.getShape())
    shape += (shape.empty() ? "" : ",") + std::to_string(size);
  return formatv("{0}[{1}]", tensor.getElementType(), shape);
}

/// Where the model says what the kernel computes: "model.mlir:14 fc1, 15 relu".
static std::string describeOrigin(const Kernel &kernel) {
  llvm::SmallSetVector<std::pair<unsigned, StringRef>, 16> places;
  std::string file;
  for (Operation &op : *kernel.body) {
    FileLineColRange place = findFile(op.getLoc());
    if (!place || !isa<linalg::GenericOp, AlgorithmOp>(op))
      continue;
    if (file.empty())
      file = llvm::sys::path::filename(place.getFilename().getValue()).str();
    places.insert({findLine(op.getLoc()), findName(op.getLoc())});
  }
  auto sorted = places.takeVector();
  llvm::sort(sorted);
  std::string list;
  for (auto [line, name] : sorted)
    list += formatv("{0}{1}{2}{3}", list.empty() ? file + ":" : ", ", line,
                    name.empty() ? "" : " ", name);
  return list;
}

std::string describeKernel(const Kernel &kernel, const CudaKernelCode &code) {
  std::string inputs, outputs;
  for (BlockArgument argument : kernel.body->getArguments())
    inputs += formatv("  in{0} {1}", argument.getArgNumber(),
                      describeType(argument.getType()));
  for (auto [number, root] : llvm::enumerate(kernel.getRoots()))
    outputs += formatv("  out{0} {1}", number, describeType(root.getType()));
  std::string text = formatv("{0} \"{1}\"\n", stringifyKernelKind(kernel.kind),
                             makeHarmless(kernel.label));
  if (std::string origin = describeOrigin(kernel); !origin.empty())
    text += "from " + makeHarmless(origin) + "\n";
  text += inputs.empty() ? "" : "in " + inputs + "\n";
  text += outputs.empty() ? "" : "out" + outputs + "\n";
  text += formatv("grid {0} x {1} x {2}, block {3}, shared memory {4} bytes",
                  code.grid[0], code.grid[1], code.grid[2], code.block,
                  code.sharedBytes);
  std::string comment;
  for (StringRef line : llvm::split(text, '\n'))
    comment += "// " + line.str() + "\n";
  return comment;
}

} // namespace mpc::cuda
