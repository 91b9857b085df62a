//===- KernelText.cpp - what the emitters of all kinds share ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitters.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using llvm::formatv;

namespace mpc::cuda {

void KernelText::addSection(int64_t blocks, std::function<void()> print) {
  if (blocks > 0)
    sections.push_back({blocks, std::move(print)});
}

std::string KernelText::claimWorkspace(int64_t semaphores, int64_t bytes) {
  std::string text = formatv("semaphores + {0}, workspace + {1}",
                             code.semaphores, code.workspaceBytes);
  code.semaphores += semaphores;
  code.workspaceBytes += llvm::alignTo(bytes, 16);
  return text;
}

/// Buffers are named by their numbers: names of a model are no identifiers.
std::string KernelText::printParameters() const {
  SmallVector<std::string> all;
  auto add = [&](Type type, const char *access, const char *name, unsigned n) {
    all.push_back(formatv("{0}{1} *{2}{3}", access,
                          getTypeName(getElementTypeOrSelf(type)), name, n));
  };
  for (BlockArgument argument : kernel.body->getArguments())
    add(argument.getType(), "const ", "in", argument.getArgNumber());
  for (auto [number, root] : llvm::enumerate(kernel.getRoots()))
    add(root.getType(), "", "out", number);
  if (code.semaphores || code.workspaceBytes) {
    all.push_back("uint32 *semaphores");
    all.push_back("char *workspace");
  }
  return llvm::join(all, ", ");
}

/// Elements are counted in 32 bits unless there are too many.
static StringRef getIndexType(const Kernel &kernel) {
  // Threads beyond the end count on for a while.
  constexpr int64_t kMost = INT32_MAX / 2;
  auto isLarge = [&](Value value) {
    return getTensorType(value).getNumElements() > kMost;
  };
  int64_t domain = 1;
  bool overflows = llvm::any_of(kernel.domain, [&](int64_t size) {
    return llvm::MulOverflow(domain, size, domain);
  });
  return overflows || domain > kMost ||
                 llvm::any_of(kernel.body->getArguments(), isLarge) ||
                 llvm::any_of(kernel.getRoots(), isLarge)
             ? "int64"
             : "int";
}

FailureOr<CudaKernelCode> KernelText::finish() {
  Text &text = points.text;
  points.declareFlags();
  int64_t first = 0;
  for (const Section &section : sections) {
    int64_t end = first + section.blocks;
    if (sections.size() > 1) {
      block = formatv("(blockIndex(0) - {0})", first);
      text.open(formatv("if (blockIndex(0) >= {0} && blockIndex(0) < {1})",
                        first, end)
                    .str());
    }
    section.print();
    if (sections.size() > 1)
      text.close();
    first = end;
  }
  points.raiseFlags();
  if (points.hasFailed())
    return failure();
  code.grid[0] = std::max<int64_t>(first, 1);
  std::string body;
  for (StringRef line : llvm::split(StringRef(text.str()).rtrim('\n'), '\n'))
    body += (line.empty() || line[0] == '#' ? "" : "  ") + line.str() + "\n";
  std::string bounds = std::to_string(code.block);
  if (residents)
    bounds += ", " + std::to_string(residents);
  code.text = describeKernel(kernel, code);
  for (const std::string &library : libraries)
    code.text += "#include \"mpc/" + library + ".cuh\"\n";
  code.text += formatv("\nusing namespace mpc;\nusing Index = {0};\n\n",
                       getIndexType(kernel));
  if (!types.str().empty())
    code.text += types.str() + "\n";
  code.text += formatv("extern \"C\" __global__ void __launch_bounds__({0})\n"
                       "{1}({2}) {{\n{3}}\n",
                       bounds, code.entry, printParameters(), body);
  return std::move(code);
}

int64_t chooseWidth(const AccessWalker &walker, const LoopDims &dims, int dim,
                    int64_t limit) {
  if (dim < 0 || dims[dim].size == 1)
    return 1;
  int64_t width = limit;
  for (const AccessWalker::Access &access : walker.getAccesses()) {
    LoopStride stride = access.getStride(dims, dim);
    if (!stride.is(1))
      continue;
    int64_t bytes = getElementBytes(access.type.getElementType());
    while (width > 1 &&
           (width * bytes > 16 ||
            (stride.run < dims[dim].size && stride.run % width) ||
            !access.isDivided(dims, dim, width)))
      width /= 2;
  }
  return width;
}

/// Roots by the shape of their places, in the order of the first of each.
static SmallVector<Roots> groupByShape(const Kernel &kernel) {
  llvm::MapVector<ArrayRef<int64_t>, Roots> groups;
  for (unsigned number = 0; number < kernel.getRoots().size(); ++number)
    groups[getTensorType(kernel.getPlace(number)).getShape()].push_back(number);
  return llvm::map_to_vector(groups, [](auto &group) { return group.second; });
}

/// "contraction_64x256": a profiler shows it.
static std::string getEntryName(const Kernel &kernel) {
  std::string name = stringifyKernelKind(kernel.kind).str();
  for (auto [dim, size] : llvm::enumerate(kernel.domain))
    name += (dim ? "x" : "_") + std::to_string(size);
  return name;
}

FailureOr<CudaKernelCode> emitKernel(const Kernel &kernel, StringRef chip) {
  KernelText out(kernel);
  out.code.entry = getEntryName(kernel);
  out.code.label = kernel.label;
  out.code.block = kThreads;
  if (kernel.kind == KernelKind::contraction)
    emitContraction(out, chip);
  else if (kernel.getAlgorithm())
    emitAlgorithm(out);
  else if (llvm::any_of(kernel.body->getOperations(),
                        [](Operation &op) { return isReduction(&op); }))
    emitReductions(out);
  else
    for (Roots &roots : groupByShape(kernel))
      emitPointwise(out, roots);
  return out.finish();
}

} // namespace mpc::cuda
