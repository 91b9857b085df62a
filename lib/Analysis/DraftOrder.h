//===- DraftOrder.h - which draft runs after which ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_ANALYSIS_DRAFTORDER_H
#define MPC_LIB_ANALYSIS_DRAFTORDER_H

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace mpc {

/// What each of some numbered things needs, and an order in which they can run.
/// Two may become one; the order is then mended between their places, so that
/// every question looks at what lies between two places only.
class DraftOrder {
public:
  using Sources = llvm::SmallSetVector<unsigned, 4>;

  DraftOrder() = default;

  /// `sources[i]` are what `i` reads from; `order` is one in which all can run.
  DraftOrder(std::vector<Sources> sources, std::vector<unsigned> order);

  /// True if one of both needs a third that needs the other.
  bool isSeparated(unsigned a, unsigned b) const;

  /// Makes `b` part of `a`; they must not be separated.
  void merge(unsigned a, unsigned b);

private:
  std::vector<Sources> sources;
  std::vector<unsigned> position; ///< of a thing in the order
  std::vector<unsigned> order;
  std::vector<unsigned> merged; ///< what a thing has become part of, or itself

  unsigned find(unsigned i) const;
};

} // namespace mpc

#endif // MPC_LIB_ANALYSIS_DRAFTORDER_H
