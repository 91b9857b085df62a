//===- Pointwise.cpp - elements that depend on their own place only ---===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Emitters.h"

using namespace mlir;

namespace mpc::host {

namespace {

/// How the rows of a nest, or pieces of them, are spread over tasks.
struct Partition {
  int64_t rows, columns; ///< of the nest
  int64_t taskRows, taskColumns;

  Partition(int64_t rows, int64_t columns, int64_t elements, int64_t lanes)
      : rows(rows), columns(columns) {
    if (columns == 0 || rows == 0) {
      taskRows = taskColumns = 1;
      return;
    }
    int64_t pieces = llvm::divideCeil(columns, elements);
    taskColumns = pieces == 1
                      ? columns
                      : llvm::alignTo(llvm::divideCeil(columns, pieces), lanes);
    taskRows = std::clamp<int64_t>(elements / columns, 1, rows);
  }

  int64_t getPieces() const { return llvm::divideCeil(columns, taskColumns); }
  int64_t getTasks() const {
    return llvm::divideCeil(rows, taskRows) * getPieces();
  }
};

} // namespace

/// Stores a single element.
static void emitScalar(PointEmitter &emitter, const Kernel &kernel,
                       Tasks &tasks, LoopDims dims, ArrayRef<unsigned> roots,
                       ArrayRef<Axes> axes) {
  emitter.setDims(std::move(dims), -1);
  for (int dim = 0; dim < emitter.getDims().size(); ++dim)
    emitter.setIndex(dim, emitter.b.index(0));
  tasks.add(1,
            [&](llvm::Value *) { storeRoots(emitter, kernel, roots, axes); });
}

/// One task: rows from `task * taskRows`, or a piece of one row.
static void emitTask(PointEmitter &emitter, const Partition &part,
                     llvm::Value *task, function_ref<void()> body) {
  CodeBuilder &b = emitter.b;
  auto outer = llvm::to_vector(llvm::seq<int>(0, emitter.getDims().size() - 1));
  int64_t lanes = emitter.getLanes();
  if (part.getPieces() > 1) {
    llvm::Value *pieces = b.index(part.getPieces());
    setIndices(emitter, outer, b.CreateUDiv(task, pieces));
    llvm::Value *from =
        b.CreateNSWMul(b.CreateURem(task, pieces), b.index(part.taskColumns));
    llvm::Value *to = b.minimum(b.CreateNSWAdd(from, b.index(part.taskColumns)),
                                b.index(part.columns));
    buildSpan(emitter, from, to, std::nullopt, part.columns % lanes, body);
    return;
  }
  llvm::Value *from = b.CreateNSWMul(task, b.index(part.taskRows));
  llvm::Value *to = b.minimum(b.CreateNSWAdd(from, b.index(part.taskRows)),
                              b.index(part.rows));
  auto emitRow = [&](llvm::Value *row) {
    setIndices(emitter, outer, row);
    buildSpan(emitter, b.index(0), b.index(part.columns), part.columns, true,
              body);
  };
  if (part.taskRows == 1)
    return emitRow(task);
  b.buildLoop(from, to, 1, emitRow);
}

void emitPointwise(PointEmitter &emitter, const Kernel &kernel, Tasks &tasks,
                   ArrayRef<unsigned> roots) {
  ArrayRef<int64_t> shape = getTensorType(kernel.getPlace(roots[0])).getShape();
  auto identity = llvm::to_vector<6>(llvm::seq<int>(0, shape.size()));
  SmallVector<Axes> axes(roots.size(), identity);
  CostWalker walker;
  for (unsigned root : roots)
    walker.addRoot(kernel, root, identity);
  LoopDims dims(shape);
  walker.mergeAll(dims, [](int) { return true; });
  int64_t rows = 1, last = dims.size() - 1;
  for (int dim = 0; dim < last; ++dim)
    rows *= dims[dim].size;
  if (last < 0 || (last == 0 && dims[0].size == 1))
    return emitScalar(emitter, kernel, tasks, dims, roots, axes);

  Partition part(rows, dims[last].size, getTaskElements(walker.getCost()),
                 emitter.getLanes());
  emitter.setDims(dims, last);
  tasks.add(part.getTasks(), [&](llvm::Value *task) {
    emitTask(emitter, part, task,
             [&] { storeRoots(emitter, kernel, roots, axes); });
  });
}

} // namespace mpc::host
