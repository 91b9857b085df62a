//===- PointEmitter.h - values of tensors at points of a loop nest ----===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_HOST_POINTEMITTER_H
#define MPC_LIB_CODEGEN_HOST_POINTEMITTER_H

#include "CodeBuilder.h"
#include "../Kernel.h"
#include "../LoopDims.h"

#include <map>

namespace mpc::host {

using namespace code;

/// A scalar or a vector of lanes, and the innermost scope that it depends on.
struct Lanes {
  llvm::Value *value = nullptr;
  int depth = 0;

  bool isVector() const { return value->getType()->isVectorTy(); }
};
using LanesList = llvm::SmallVector<Lanes, 2>;

/// What is known of the values of a generic's body.
using BodyValues = llvm::DenseMap<mlir::Value, Lanes>;

/// Where the vector dimension stands: lanes base, base + 1, …
struct Chunk {
  llvm::Value *base = nullptr;
  llvm::Value *mask = nullptr; ///< of lanes inside the tensor; null for all
  int depth = 0;
  int id = 0;
  bool isAligned = true; ///< the base is a multiple of the number of lanes
};

/// An index that is computed.
struct ComputedIndex {
  IndexForm form;
  Lanes first;                 ///< of lane 0; that of all if there is no step
  std::optional<int64_t> step; ///< from lane to lane
  Lanes inside;                ///< no value if it always is
};

/// Computes elements of a kernel's tensors at the point where the loop indices
/// stand. Everything is computed once per scope, in the outermost loop that has
/// what it needs: scalar wherever the vector dimension does not matter.
class PointEmitter {
public:
  PointEmitter(CodeBuilder &b, llvm::Function *function, const Kernel &kernel,
               int64_t lanes);

  /// Starts a loop nest over `dims`; `vectorDim` is -1 for none.
  void setDims(LoopDims newDims, int vectorDim);
  void setVectorDim(int dim) { vectorDim = dim; }
  void setIndex(int dim, llvm::Value *index);
  llvm::Value *getIndex(int dim) const { return indices[dim].value; }

  /// Puts the vector dimension at `base`, with all lanes or those below `end`
  /// only. A chunk with an id that was used before in this scope is the same.
  void setChunk(llvm::Value *base, llvm::Value *end, int id,
                bool isAligned = true);
  void setChunk(const Chunk &newChunk) { chunk = newChunk; }
  const Chunk &getChunk() const { return chunk; }
  int getFreshId() { return nextChunkId++; }

  /// Fixed ids below this are free for chunks that keep their place.
  static constexpr int kFixedIds = 1024;

  Lanes evaluate(mlir::Value tensor, const Axes &axes);

  /// The lanes in which elements at `axes` raise `flag`.
  Lanes evaluateFlag(mlir::linalg::GenericOp flag, const Axes &axes);

  /// Makes `values` the results of `op` at this point.
  void provide(mlir::linalg::GenericOp op, const Axes &loops,
               llvm::ArrayRef<llvm::Value *> values);

  /// Applies the body of a reduction: elements, then accumulators.
  Values combine(mlir::linalg::GenericOp op, llvm::ArrayRef<llvm::Value *> x);

  /// The values that the outputs of a reduction start with.
  Values getIdentities(mlir::linalg::GenericOp op);

  /// Stores into output `number` of the kernel.
  void store(unsigned number, const Axes &axes, Lanes value);

  /// Raises output `number`, which is a flag.
  void raise(unsigned number);

  /// Address of an element of argument or output `number`, at the vector
  /// dimension's chunk or, without `useChunk`, at its start.
  llvm::Value *getAddress(unsigned number, mlir::RankedTensorType type,
                          const Axes &axes, int *depth = nullptr,
                          bool useChunk = true);

  /// Intermediate values that are read back from scratch memory.
  using Kept = std::function<llvm::Value *(unsigned result)>;
  void setKept(mlir::Operation *op, Kept load) { kept[op] = std::move(load); }

  llvm::Value *splat(Lanes value);
  llvm::Type *getVectorType(mlir::Type element);
  llvm::Value *getScratch() const { return scratch; }
  llvm::Value *getBegin() const { return begin; }
  llvm::Value *getEnd() const { return end; }
  int64_t getLanes() const { return lanes; }
  const LoopDims &getDims() const { return dims; }
  bool hasFailed() const { return failed; }

  /// Reports an error, unless there has been one: emitting goes on regardless.
  void fail(mlir::Location loc, const llvm::Twine &message);

  CodeBuilder &b;

private:
  struct Known {
    LanesList values;
    int depth;
    unsigned serial;
  };
  using Key = std::tuple<void *, Axes, int>;

  const Known *find(void *what, const Axes &axes);
  void remember(void *what, const Axes &axes, LanesList values);
  LanesList evaluateGeneric(mlir::linalg::GenericOp op, const Axes &loops);
  Lanes evaluateOperand(mlir::linalg::GenericOp op, mlir::OpOperand &operand,
                        const Axes &loops);
  Lanes evaluateConstant(mlir::Operation *op, const Axes &axes);
  LanesList evaluateBody(mlir::linalg::GenericOp op, const Axes &loops,
                         LanesList arguments);
  Lanes evaluateInside(mlir::Value value, mlir::linalg::GenericOp op,
                       const Axes &loops, BodyValues &values);
  void evaluateInner(mlir::Operation *inner, mlir::linalg::GenericOp op,
                     const Axes &loops, BodyValues &values);
  LanesList evaluateScalarOp(mlir::Operation *op, LanesList operands);
  Lanes evaluateIndex(int axis, bool isFirst = false);
  Lanes addSteps(Lanes first, int64_t step);

  // Elements.cpp
  Lanes evaluateElement(ElementOp element, mlir::linalg::GenericOp op,
                        const Axes &loops, BodyValues &values);
  ComputedIndex computeIndex(mlir::Value index, mlir::linalg::GenericOp op,
                             const Axes &loops, BodyValues &values);
  std::optional<int64_t> getLaneStep(const IndexForm &form) const;
  Lanes checkInside(const ComputedIndex &index, int64_t size);
  Lanes combineMasks(Lanes x, Lanes y);
  Lanes getInside(const Axes &axes);
  Axes resolve(const Axes &axes);

  Lanes load(llvm::Value *base, mlir::RankedTensorType type, const Axes &axes);
  Lanes loadFrom(llvm::Value *base, llvm::Value *address, mlir::Type element,
                 int64_t stride, int depth, Lanes inside);
  Lanes gather(llvm::Value *base, mlir::RankedTensorType type,
               const Axes &axes);
  Lanes toElement(llvm::Value *stored, mlir::Type element, int depth);
  llvm::Value *getAddress(llvm::Value *base, mlir::RankedTensorType type,
                          const Axes &axes, int *depth, bool useChunk);
  llvm::Value *getLaneAddresses(llvm::Value *address, int64_t stride);
  std::optional<int64_t> getLaneStride(mlir::RankedTensorType type,
                                       const Axes &axes) const;

  const Kernel &kernel;
  int64_t lanes;
  llvm::Value *services, *scratch, *begin, *end;
  Values buffers; ///< arguments, then outputs
  LoopDims dims;
  int vectorDim = -1;
  llvm::SmallVector<Lanes> indices;
  Chunk chunk;
  std::vector<ComputedIndex> computed; ///< what computed axes stand for
  bool readsFirstLane = false; ///< while an index of lane 0 is computed
  int nextChunkId = kFixedIds;
  std::map<Key, Known> known;
  std::map<mlir::Operation *, Kept> kept;
  std::map<mlir::Operation *, llvm::Value *> tables;
  bool failed = false;
};

} // namespace mpc::host

#endif // MPC_LIB_CODEGEN_HOST_POINTEMITTER_H
