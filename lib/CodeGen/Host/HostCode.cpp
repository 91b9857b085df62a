//===- HostCode.cpp - compiles the kernels of a module ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitters.h"
#include "ObjectCode.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

#include <thread>

using namespace mlir;

namespace mpc {

using namespace host;

namespace {

/// Kernels of one LLVM context, and the code they become.
struct Half {
  SmallVector<unsigned> kernels;
  int64_t weight = 0;
  SmallVector<KernelShape> shapes;
  Image image;
  bool failed = false;
};

std::string getName(unsigned kernel) {
  return llvm::formatv("k{0,0+2}", kernel);
}

/// Labels come from the model; file names must not.
std::string getFileName(unsigned kernel, StringRef label) {
  std::string name = getName(kernel) + "_";
  for (char c : label)
    name += llvm::isAlnum(c) || c == '-' || c == '.' ? c : '_';
  return name;
}

/// Emitting takes about as long as a kernel has ops; contractions unroll.
int64_t getWeight(KernelOp op) {
  int64_t weight = op.getKind() == KernelKind::contraction ? 200 : 20;
  op->walk([&](Operation *) { ++weight; });
  return weight;
}

/// Splits the work in two by weight only, so that the code does not depend on
/// how many threads there are.
std::array<Half, 2> split(ArrayRef<KernelOp> ops) {
  std::array<Half, 2> halves;
  for (auto [number, op] : llvm::enumerate(ops)) {
    Half &half = halves[halves[1].weight < halves[0].weight];
    half.kernels.push_back(number);
    half.weight += getWeight(op);
  }
  return halves;
}

void compile(Half &half, ArrayRef<KernelOp> ops, const HostTarget &target) {
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> module = createModule(context, target);
  Machine machine{target.vectorBytes};
  for (unsigned number : half.kernels) {
    FailureOr<KernelShape> shape =
        emitKernel(Kernel(ops[number]), machine, *module, getName(number));
    half.failed |= failed(shape);
    half.shapes.push_back(succeeded(shape) ? *shape : KernelShape());
  }
  if (half.failed || half.kernels.empty())
    return;
  llvm::Expected<Image> image = linkImage(compileModule(*module, target));
  if (image) {
    half.image = std::move(*image);
    return;
  }
  half.failed = true;
  KernelOp first = ops[half.kernels[0]];
  emitError(first.getLoc())
      << "internal error: " << llvm::toString(image.takeError());
}

void compileBoth(std::array<Half, 2> &halves, ArrayRef<KernelOp> ops,
                 const HostTarget &target) {
  if (halves[1].kernels.empty() ||
      !ops.front()->getContext()->isMultithreadingEnabled()) {
    for (Half &half : halves)
      compile(half, ops, target);
    return;
  }
  std::thread other([&] { compile(halves[1], ops, target); });
  compile(halves[0], ops, target);
  other.join();
}

LogicalResult dump(ArrayRef<KernelOp> ops, const HostTarget &target,
                   StringRef dir) {
  if (std::error_code error = llvm::sys::fs::create_directories(dir))
    return emitError(KernelOp(ops[0]).getLoc())
           << "cannot make '" << dir << "': " << error.message();
  for (unsigned number = 0; number < ops.size(); ++number) {
    KernelOp op = ops[number];
    llvm::LLVMContext context;
    std::unique_ptr<llvm::Module> module = createModule(context, target);
    if (failed(emitKernel(Kernel(op), Machine{target.vectorBytes}, *module,
                          getName(number))))
      return failure();
    llvm::SmallString<128> path(dir);
    llvm::sys::path::append(path, getFileName(number, op.getLabel()));
    if (failed(dumpModule(*module, target, path)))
      return emitError(op.getLoc()) << "cannot write '" << path << "'";
  }
  return success();
}

} // namespace

FailureOr<HostCode> generateHostCode(ModuleOp module, const HostTarget &target,
                                     StringRef dumpDir) {
  SmallVector<KernelOp> all;
  module.walk([&](KernelOp op) { all.push_back(op); });
  HostCode code;
  SmallVector<KernelOp> ops = findDistinctKernels(all, code.kernelOfOp);
  std::array<Half, 2> halves = split(ops);
  if (!ops.empty())
    compileBoth(halves, ops, target);
  code.kernels.resize(ops.size());
  for (Half &half : halves) {
    if (half.failed)
      return failure();
    code.image.resize(llvm::alignTo(code.image.size(), 64));
    for (auto [number, shape] : llvm::zip(half.kernels, half.shapes))
      code.kernels[number] = {int64_t(code.image.size()) +
                                  half.image.offsets.lookup(getName(number)),
                              shape.tasks, shape.scratchBytes,
                              KernelOp(ops[number]).getLabel().str()};
    llvm::append_range(code.image, half.image.bytes);
  }
  if (!dumpDir.empty() && !ops.empty() && failed(dump(ops, target, dumpDir)))
    return failure();
  return code;
}

} // namespace mpc
