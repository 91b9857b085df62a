//===- Tiles.h - how contractions are cut into blocks -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_CODEGEN_CUDA_TILES_H
#define MPC_LIB_CODEGEN_CUDA_TILES_H

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace mpc::cuda {

/// What the operands of a contraction are multiplied as.
enum class Product { f16, bf16, tf32, f32 };

/// sum[batch][row][column] over depth, and a total of `totalBytes` per column
/// of what the epilogue makes of it.
struct ContractionSize {
  Product product = Product::f16;
  int64_t rows = 1, columns = 1, depth = 0, batches = 1;
  int64_t totalBytes = 0;
  /// Elements that are read at once of an operand that goes through registers;
  /// 0 if it does not.
  int64_t lhsWidth = 0, rhsWidth = 0;
  /// Whether an operand is rounded where it is multiplied.
  bool rounds = false;
};

/// The constants of a Shape in runtime/device/contraction.cuh.
struct Tile {
  int64_t rows, columns, depth;
  int64_t warpRows, warpColumns;
  int64_t stages;
  int64_t splits = 1;
  bool readsAhead = false;
  /// Four warps multiply together: only chips that have such products.
  bool byWarpgroups = false;
  /// Blocks that run together on a multiprocessor: registers must do for them.
  int64_t residents = 1;
};

/// What a launch takes; contraction.cuh has the same formulas.
struct ContractionLaunch {
  ContractionLaunch(const ContractionSize &size, const Tile &tile);

  std::array<int64_t, 2> grid; ///< tiles of all batches, splits
  int64_t threads;
  int64_t sharedBytes;
  int64_t semaphores;
  int64_t workspaceBytes;
};

/// All tiles that chooseTile may take for such a product and such operands on a
/// chip ("sm_80"), largest first, unsplit.
std::vector<Tile> getTiles(const ContractionSize &size, std::string_view chip);

/// Whether a tile may be split as often as it says.
bool canSplit(const ContractionSize &size, const Tile &tile);

/// The tile and number of splits that a model of the chip takes for fastest:
/// the same answer for the same arguments, always. Chips that are not known
/// count as sm_80.
Tile chooseTile(const ContractionSize &size, std::string_view chip);

} // namespace mpc::cuda

#endif // MPC_LIB_CODEGEN_CUDA_TILES_H
