//===- PointPrinter.h - values of tensors at points, as C++ -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_CUDA_POINTPRINTER_H
#define MPC_LIB_CODEGEN_CUDA_POINTPRINTER_H

#include "../Kernel.h"
#include "../LoopDims.h"
#include "ScalarText.h"
#include "Text.h"

#include <map>

namespace mpc::cuda {

using namespace code;

/// An expression and the depth of the innermost scope that it depends on.
struct Scalar {
  std::string text;
  int depth = 0;
};
using Scalars = llvm::SmallVector<Scalar, 2>;

/// What is known of the values of a generic's body.
using BodyValues = llvm::DenseMap<mlir::Value, Scalar>;

/// Where the vector dimension stands: elements base … base + width - 1, of
/// which the lane loop takes one after the other.
struct Chunk {
  std::string base = "0";  ///< number of the first element
  std::string width = "1"; ///< a number, or a template's constant
  int64_t alignment = 1; ///< of `base`, in elements; accesses with strides that
                         ///< it divides move whole vectors
  int depth = 0;         ///< of the scope that has the chunk
  int laneDepth = 1;     ///< of lane loops

  bool isSingle() const { return width == "1"; }
};

/// An index that is computed.
struct ComputedIndex {
  IndexForm form;
  Scalar first;                ///< of lane 0; per lane if there is no step
  std::optional<int64_t> step; ///< from lane to lane
  Scalar inside;               ///< empty if it always is
  int64_t multiple = 1;        ///< of which the first index is one
};

/// Prints what computes elements of a kernel's tensors at the point where the
/// loop indices stand. Everything is computed once per scope, in the outermost
/// one that has what it needs.
class PointPrinter {
public:
  explicit PointPrinter(const Kernel &kernel);

  /// Starts a loop nest over `dims`; `vectorDim` is -1 for none.
  void setDims(LoopDims newDims, int newVectorDim);
  const LoopDims &getDims() const { return dims; }

  /// The index of `dim` is `expression` in the innermost open scope.
  void setIndex(int dim, const llvm::Twine &expression);

  /// Sets the indices of `some` from their common number, an identifier.
  void setIndices(llvm::ArrayRef<int> some, llvm::StringRef number);

  /// Puts the vector dimension into the innermost open scope.
  void setChunk(const llvm::Twine &base, const llvm::Twine &width,
                int64_t alignment);

  /// Lane loops will stand in the innermost open scope, which is inside of the
  /// one that has the chunk.
  void setLaneScope() { chunk.laneDepth = text.getDepth() + 1; }

  /// What is loaded, and results of generics, in scopes deeper than `depth`
  /// live at `depth` from now on, one for each of `items` items: the scopes
  /// that come and go have an index "item" and the same chunk. -1 ends that.
  void keepVariables(int depth, int64_t items = 0);

  /// Elements that lie along `dim` are staged by the tile worker "tile" of the
  /// innermost open scope from now on; indices of a tile's elements are called
  /// "row" (of `dim`), "column" (of the vector dimension) and "item".
  void stageAlong(int dim);

  /// Bytes of shared memory that staging has taken.
  int64_t getStagedBytes() const { return stagedBytes; }

  Scalar evaluate(mlir::Value tensor, const Axes &axes);

  /// Address of the element of an argument where the indices stand.
  std::string getAddress(mlir::Value argument, const Axes &axes);

  /// Prints the lane loop around `body`, unless the chunk is a single element.
  void forLanes(llvm::function_ref<void()> body);

  /// Width of the chunk if it has several elements: the depth of lanes.
  int getLaneDepth() const { return chunk.laneDepth - chunk.isSingle(); }

  /// Evaluates roots and adds to flags in a lane loop, then stores them.
  void storeRoots(llvm::ArrayRef<unsigned> roots, llvm::ArrayRef<Axes> axes);

  /// Makes `values` the results of `op`, whose loops have the axes `loops`.
  void provide(mlir::linalg::GenericOp op, llvm::ArrayRef<int> loops,
               Scalars values);

  /// The results of a generic's body for these arguments.
  Scalars evaluateBody(mlir::linalg::GenericOp op, const Axes &loops,
                       Scalars arguments);

  /// The values that the outputs of a reduction start with.
  Expressions getIdentities(mlir::linalg::GenericOp op);

  /// Declares a variable where `value` belongs, unless it is a name already.
  Scalar declare(mlir::Type type, Scalar value);

  /// Names the flags of the kernel; they must be declared outside of all
  /// templates and raised at the end.
  void declareFlags();
  void raiseFlags();

  std::string getFreshName(llvm::StringRef prefix);
  bool hasFailed() const { return hasError; }
  void fail(mlir::Location loc, const llvm::Twine &message);

  Text text;

  /// Condition under which a thread stores and raises, if not all have an
  /// element of their own.
  std::string guard;

private:
  struct Known {
    Scalars values;
    int depth;
    unsigned serial;
  };
  using Key = std::pair<void *, Axes>;

  const Known *find(void *what, const Axes &axes);
  void remember(void *what, const Axes &axes, Scalars values);
  Scalars evaluateGeneric(mlir::linalg::GenericOp op, const Axes &loops);
  Scalar evaluateInside(mlir::Value value, mlir::linalg::GenericOp op,
                        const Axes &loops, BodyValues &values);
  void evaluateInner(mlir::Operation *inner, mlir::linalg::GenericOp op,
                     const Axes &loops, BodyValues &values);
  Scalar evaluateOperand(mlir::linalg::GenericOp op, mlir::OpOperand &operand,
                         const Axes &loops);
  Scalar evaluateConstant(mlir::Operation *op, const Axes &axes);
  Scalar evaluateIndex(int axis);
  Scalar getNumber(int axis, bool isFirst);

  // Elements.cpp
  Scalar evaluateElement(ElementOp element, mlir::linalg::GenericOp op,
                         const Axes &loops, BodyValues &values);
  ComputedIndex computeIndex(mlir::Value index, mlir::linalg::GenericOp op,
                             const Axes &loops, BodyValues &values);
  Scalar printAffine(const IndexForm &form);
  int64_t getMultiple(const IndexForm &form) const;
  std::optional<int64_t> getLaneStep(const IndexForm &form) const;
  Scalar getInside(const Axes &axes) const;
  Axes resolve(const Axes &axes);
  int64_t getKnownStride(mlir::RankedTensorType type, const Axes &axes) const;
  std::optional<int64_t> getLaneStride(mlir::RankedTensorType type,
                                       const Axes &axes) const;

  Scalar load(llvm::StringRef base, mlir::RankedTensorType type,
              const Axes &axes);
  Scalar getOffset(mlir::RankedTensorType type, const Axes &axes,
                   bool withChunk);
  bool isStaged(mlir::RankedTensorType type, const Axes &axes) const;
  std::string stage(llvm::StringRef element, int64_t bytes,
                    llvm::StringRef address);
  bool movesVectors(mlir::RankedTensorType type, const Axes &axes) const;
  bool isLane(int depth) const { return depth >= chunk.laneDepth; }
  std::string declareAt(int depth, const llvm::Twine &type,
                        llvm::StringRef value, llvm::StringRef prefix);
  std::string declareKept(int depth, const llvm::Twine &type,
                          llvm::StringRef value, llvm::StringRef prefix);
  void keep(mlir::linalg::GenericOp op, Scalars &values);

  struct Result {
    unsigned root;
    Axes axes;
    std::string variable;
  };
  void storeResult(const Result &result);

  const Kernel &kernel;
  LoopDims dims;
  int vectorDim = -1;
  llvm::SmallVector<Scalar> indices;
  Chunk chunk;
  std::vector<ComputedIndex> computed; ///< what computed axes stand for
  bool readsFirstLane = false; ///< while an index of lane 0 is computed
  int keepDepth = -1;
  int64_t keptItems = 0;
  int stageDim = -1, stageDepth = 0;
  int64_t stagedBytes = 0;
  std::map<Key, Known> known;
  std::map<mlir::Operation *, std::string> tables;
  std::map<std::string, unsigned> nextNumber;
  bool hasError = false;
};

} // namespace mpc::cuda

#endif // MPC_LIB_CODEGEN_CUDA_POINTPRINTER_H
