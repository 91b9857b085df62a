//===- Contraction.h - products ---------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_HOST_CONTRACTION_H
#define MPC_LIB_CODEGEN_HOST_CONTRACTION_H

#include "../ContractionLoops.h"
#include "Emitters.h"
#include "Tiling.h"

namespace mpc::host {

/// How the loops of a product become tiles.
struct ContractionPlan : ContractionLoops {
  ContractionPlan(const Kernel &kernel, mlir::linalg::GenericOp op,
                  const Machine &machine, int64_t lanes);

  ContractionShape shape;

private:
  OperandShape describe(const Factor &factor, int freeDim) const;
};

/// Where a factor's elements are for the block at hand. Strides are in bytes.
struct FactorView {
  llvm::Value *base = nullptr;
  int64_t freeStride = 0, depthStride = 0;
  int64_t panelStride = 0; ///< between panels of rhs
  bool isPadded = false;   ///< whole vectors may be read
};

/// Rows, columns or contracted elements of a block.
struct Range {
  llvm::Value *from = nullptr, *to = nullptr;
};

class ContractionEmitter {
public:
  ContractionEmitter(PointEmitter &emitter, const ContractionPlan &plan);

  void emit(Tasks &tasks);

private:
  // Contraction.cpp
  void layOutScratch();
  void emitBlock(Range rows, Range columns);
  void emitRound(llvm::Value *round, Range rows, Range columns);
  void emitPanels(llvm::Value *round, const FactorView &left,
                  const FactorView &right, Range rows, Range columns);
  using PieceBody = llvm::function_ref<void(llvm::Value *at, int64_t size)>;
  void forPieces(Range range, int64_t all, int64_t block, int64_t step,
                 PieceBody body);
  FactorView viewArgument(const Factor &factor, const OperandShape &shape,
                          int freeDim, llvm::Value *from);
  int64_t getDepthPieces() const;

  // MicroKernel.cpp
  struct Tile {
    llvm::Value *row, *column; ///< numbers of its first element
    int64_t rows, vectors;
    llvm::ArrayRef<Chunk> chunks;
  };
  void emitTile(llvm::Value *round, const Tile &tile, const FactorView &left,
                const FactorView &right, llvm::Value *leftBase,
                llvm::Value *rightBase, llvm::Value *sums);
  Values multiply(const Tile &tile, const FactorView &left,
                  const FactorView &right, Values sums, llvm::Value *leftBase,
                  llvm::Value *rightBase);
  void multiplyStep(const Tile &tile, const FactorView &left,
                    const FactorView &right,
                    llvm::MutableArrayRef<llvm::Value *> sums,
                    llvm::Value *leftBase, llvm::Value *rightBase,
                    int64_t step);
  void storeTile(const Tile &tile, llvm::ArrayRef<llvm::Value *> sums);
  llvm::Value *getSumAddress(const Tile &tile, llvm::Value *sums, int64_t row,
                             int64_t vector);

  // Packing.cpp
  FactorView packLhs(Range rows);
  FactorView packRhs(Range columns);
  void packPanel(llvm::Value *to, llvm::Value *column, int64_t columns);
  void packPanelTransposed(llvm::Value *to, llvm::Value *column,
                           int64_t columns);
  void transpose(llvm::Value *square, llvm::Value *to);
  void exchange(Values &rows);
  llvm::Value *evaluateElements(const Factor &factor);
  void forDepth(llvm::function_ref<void()> body);
  bool hasStaticDepth() const { return getDepthPieces() == 1; }

  PointEmitter &emitter;
  const ContractionPlan &plan;
  const ContractionShape &shape;
  CodeBuilder &b;
  Tiling tiling;
  int64_t lanes, bytes;   ///< of an element
  int64_t width;          ///< columns of a panel
  int64_t lhsPitch = 0;   ///< elements between packed rows
  int64_t depthPitch = 0; ///< padded depth of packed panels
  int64_t rhsOffset = 0, sumsOffset = 0, squareOffset = 0, scratchBytes = 0;
  llvm::FixedVectorType *sumType;
  Range depthRange;
};

} // namespace mpc::host

#endif // MPC_LIB_CODEGEN_HOST_CONTRACTION_H
