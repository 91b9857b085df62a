//===- Emitters.cpp - what the emitters of all kinds share ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitters.h"

#include "ScalarOps.h"

#include "llvm/IR/Module.h"

using namespace mlir;

namespace mpc::host {

void Tasks::add(int64_t count, function_ref<void(llvm::Value *)> body) {
  int64_t first = shape.tasks;
  shape.tasks += count;
  if (count == 0)
    return;
  CodeBuilder &b = emitter.b;
  llvm::Value *from = emitter.getBegin(), *to = emitter.getEnd();
  if (first) {
    from = b.CreateSub(
        b.CreateBinaryIntrinsic(llvm::Intrinsic::smax, from, b.index(first)),
        b.index(first));
    to = b.CreateSub(to, b.index(first));
  }
  to = b.minimum(to, b.index(count));
  b.buildIf(b.CreateICmpSLT(from, to), [&] { b.buildLoop(from, to, 1, body); });
}

void setIndices(PointEmitter &emitter, ArrayRef<int> dims,
                llvm::Value *number) {
  CodeBuilder &b = emitter.b;
  for (int dim : llvm::reverse(dims)) {
    llvm::Value *size = b.index(emitter.getDims()[dim].size);
    bool isFirst = dim == dims.front();
    emitter.setIndex(dim, isFirst ? number : b.CreateURem(number, size));
    if (!isFirst)
      number = b.CreateUDiv(number, size);
  }
}

void buildSpan(PointEmitter &emitter, llvm::Value *from, llvm::Value *to,
               std::optional<int64_t> size, bool hasTail,
               function_ref<void()> body, bool isAligned) {
  CodeBuilder &b = emitter.b;
  int64_t lanes = emitter.getLanes();
  llvm::Value *whole = to;
  if (size)
    whole = b.CreateNSWAdd(from, b.index(*size / lanes * lanes));
  else if (hasTail)
    whole = b.CreateNSWAdd(
        from, b.CreateAnd(b.CreateNSWSub(to, from), b.index(-lanes)));
  auto buildWhole = [&] {
    b.buildLoop(from, whole, lanes, [&](llvm::Value *index) {
      emitter.setChunk(index, nullptr, emitter.getFreshId(), isAligned);
      body();
    });
  };
  auto buildTail = [&] {
    emitter.setChunk(whole, to, emitter.getFreshId(), isAligned);
    body();
  };
  if (!size && hasTail) {
    b.buildIf(b.CreateICmpSLT(from, whole), buildWhole);
    b.buildIf(b.CreateICmpSLT(whole, to), buildTail);
    return;
  }
  if (!size || *size >= lanes)
    buildWhole();
  if (size && *size % lanes) {
    b.enterScope();
    buildTail();
    b.leaveScope();
  }
}

void storeRoots(PointEmitter &emitter, const Kernel &kernel,
                ArrayRef<unsigned> roots, ArrayRef<Axes> axes,
                RaisedFlags &flags) {
  LanesList values;
  for (auto [root, at] : llvm::zip_equal(roots, axes))
    if (linalg::GenericOp flag = kernel.getFlag(root))
      flags.add(root, emitter.evaluateFlag(flag, at));
    else
      values.push_back(emitter.evaluate(kernel.getRoots()[root], at));
  const Lanes *value = values.begin();
  for (auto [root, at] : llvm::zip_equal(roots, axes))
    if (!kernel.getFlag(root))
      emitter.store(root, at, *value++);
}

void storeRoots(PointEmitter &emitter, const Kernel &kernel,
                ArrayRef<unsigned> roots, ArrayRef<Axes> axes) {
  RaisedFlags flags(emitter);
  storeRoots(emitter, kernel, roots, axes, flags);
  flags.raise();
}

void RaisedFlags::add(unsigned root, Lanes lanes) {
  CodeBuilder &b = emitter.b;
  llvm::Value *mask = emitter.getChunk().mask;
  // What no lane decides holds for all, of which at least one is inside.
  if (lanes.isVector() && mask)
    lanes.value = b.CreateAnd(lanes.value, mask);
  llvm::Value *&sum = sums[root];
  if (!sum)
    sum = lanes.value;
  else if (sum->getType() == lanes.value->getType())
    sum = b.CreateOr(sum, lanes.value);
  else
    sum = b.CreateOr(emitter.splat({sum, 0}), emitter.splat(lanes));
}

void RaisedFlags::raise() {
  CodeBuilder &b = emitter.b;
  for (auto [root, sum] : sums) {
    llvm::Value *isRaised =
        sum->getType()->isVectorTy() ? b.CreateOrReduce(sum) : sum;
    b.buildIf(isRaised, [&, root = root] { emitter.raise(root); });
  }
  sums.clear();
}

int64_t getTaskElements(int64_t cost) {
  return std::clamp<int64_t>(400000 / (cost + 8), 2048, 16384);
}

bool CostWalker::enter(linalg::GenericOp op, const Axes &) {
  for (Operation &inner : op.getBody()->without_terminator())
    cost += estimateCost(&inner);
  return true;
}

//===----------------------------------------------------------------------===//
// Kernels
//===----------------------------------------------------------------------===//

/// Bytes of the widest float of the kernel, or 4 if it has none.
static int64_t getWidestFloat(const Kernel &kernel) {
  int64_t bytes = 4;
  auto see = [&](Type type) {
    if (getElementTypeOrSelf(type).isF64())
      bytes = 8;
  };
  for (BlockArgument argument : kernel.body->getArguments())
    see(argument.getType());
  kernel.body->walk([&](Operation *op) {
    for (Type type : op->getResultTypes())
      see(type);
  });
  return bytes;
}

static llvm::Function *createFunction(llvm::Module &module, StringRef name) {
  llvm::LLVMContext &context = module.getContext();
  llvm::Type *pointer = llvm::PointerType::get(context, 0);
  llvm::Type *i64 = llvm::Type::getInt64Ty(context);
  auto *type =
      llvm::FunctionType::get(llvm::Type::getVoidTy(context),
                              {pointer, pointer, pointer, i64, i64}, false);
  auto *function = llvm::Function::Create(
      type, llvm::GlobalValue::ExternalLinkage, name, module);
  function->addFnAttr("no-builtins");
  function->addFnAttr(llvm::Attribute::NoUnwind);
  return function;
}

/// Roots by the shape of their places, in the order of the first of each.
static SmallVector<Roots> groupByShape(const Kernel &kernel) {
  llvm::MapVector<ArrayRef<int64_t>, Roots> groups;
  for (unsigned number = 0; number < kernel.getRoots().size(); ++number)
    groups[getTensorType(kernel.getPlace(number)).getShape()].push_back(number);
  return llvm::map_to_vector(groups, [](auto &group) { return group.second; });
}

FailureOr<KernelShape> emitKernel(const Kernel &kernel, const Machine &machine,
                                  llvm::Module &module, StringRef name) {
  llvm::Function *function = createFunction(module, name);
  CodeBuilder b(function);
  PointEmitter emitter(b, function, kernel,
                       machine.vectorBytes / getWidestFloat(kernel));
  Tasks tasks(emitter);
  if (kernel.kind == KernelKind::contraction)
    emitContraction(emitter, kernel, machine, tasks);
  else if (kernel.getAlgorithm())
    emitAlgorithm(emitter, kernel, tasks, function);
  else if (llvm::any_of(kernel.body->getOperations(),
                        [](Operation &op) { return isReduction(&op); }))
    emitReductions(emitter, kernel, tasks);
  else
    for (const Roots &roots : groupByShape(kernel))
      emitPointwise(emitter, kernel, tasks, roots);
  b.CreateRetVoid();
  if (emitter.hasFailed())
    return failure();
  return tasks.getShape();
}

} // namespace mpc::host
