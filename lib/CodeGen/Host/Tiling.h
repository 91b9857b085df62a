//===- Tiling.h - the shape of a contraction's pieces -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_HOST_TILING_H
#define MPC_LIB_CODEGEN_HOST_TILING_H

#include <cstdint>

namespace mpc::host {

/// One side of a product, seen from the micro-kernel.
struct OperandShape {
  bool isDirect = false;        ///< an argument whose elements need no change
  int64_t freeStride = 0;       ///< between rows of lhs or columns of rhs
  int64_t depthStride = 0;      ///< along the contracted dimension
  bool packsAlongDepth = false; ///< its memory runs along that dimension
  bool hasRuns = false; ///< vectors that start in their middle are slow
  int64_t cost = 0;             ///< instructions per element to compute it
};

/// What a contraction multiplies: rows x depth times depth x columns, `outer`
/// times, with vectors along columns.
struct ContractionShape {
  int64_t outer = 1, rows = 1, columns = 1, depth = 1;
  int64_t elementBytes = 4;
  int64_t lanes = 16, registers = 32;
  OperandShape lhs, rhs;
};

/// Decided by shape alone, never by the number of threads.
struct Tiling {
  int64_t rows = 1;         ///< of the tile in registers
  int64_t vectors = 1;      ///< of the tile in registers
  int64_t blockRows = 1;    ///< of a task; a multiple of the tile's
  int64_t blockColumns = 1; ///< of a task; a multiple of the tile's
  int64_t blockOuter = 1;   ///< of a task
  int64_t blockDepth = 1;   ///< contracted at a time
  bool packsLhs = false, packsRhs = false;

  explicit Tiling(const ContractionShape &shape);

private:
  void chooseTile(const ContractionShape &shape);
  void chooseDepth(const ContractionShape &shape);
  void choosePacking(const ContractionShape &shape);
  void chooseBlock(const ContractionShape &shape);
};

} // namespace mpc::host

#endif // MPC_LIB_CODEGEN_HOST_TILING_H
