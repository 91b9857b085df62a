//===- ContractionText.h - a contraction with a given tile ----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// mpc chooses tiles itself. Tests want all of them, on any size: this prints
// kernels as the emitter does, for
//   value = max(sum + bias[column], 0)
// which is stored, and of whose columns the sum and the maximum are kept.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_DEVICE_CONTRACTIONTEXT_H
#define MPC_TEST_DEVICE_CONTRACTIONTEXT_H

#include "Tiles.h"

#include <string>

namespace mpc::test {

/// How an operand lies in memory: batch by batch, lines padded to 16 bytes.
struct OperandLayout {
  OperandLayout(cuda::Product product, bool isComputed, bool isAlongDepth,
                int64_t free, int64_t depth);

  bool isAlongDepth;
  int64_t lines, length; ///< what counts of each line
  int64_t pitch;
  int64_t width; ///< of a computed one: elements that are read at once
};

struct ContractionCase {
  cuda::ContractionSize size; ///< computed operands are cast from f32
  cuda::Tile tile;
  bool isLhsAlongDepth = true, isRhsAlongDepth = true;
  bool hasTotals = false;

  OperandLayout getLhs() const;
  OperandLayout getRhs() const;
  cuda::ContractionLaunch getLaunch() const;

  /// Direct operands are f32 that the product rounds to tf32: half of the cases.
  bool roundsDirect() const {
    return size.product == cuda::Product::tf32 && (size.rows + size.columns) % 2;
  }

  /// "f16_997x1024x31b2_t128x64x32_nt_cd_s3_totals"
  std::string getName() const;

  /// The kernel "contraction": lhs, rhs, bias; value, totals (pairs), and
  /// semaphores and workspace if the launch has any.
  std::string getText() const;

private:
  std::string printOperand(const char *name, const char *buffer,
                           bool isComputed, const OperandLayout &layout) const;
};

/// "f16"
const char *getName(cuda::Product product);

/// Bytes of an operand's element as it is multiplied, and of a result.
int64_t getBytes(cuda::Product product);

} // namespace mpc::test

#endif // MPC_TEST_DEVICE_CONTRACTIONTEXT_H
