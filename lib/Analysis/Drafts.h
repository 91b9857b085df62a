//===- Drafts.h - groups of ops while they grow ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_ANALYSIS_DRAFTS_H
#define MPC_LIB_ANALYSIS_DRAFTS_H

#include "DraftOrder.h"
#include "Placement.h"

namespace mpc {

/// A group that may still grow.
struct Draft {
  KernelGroup group;
  llvm::SmallVector<mlir::Operation *> members; ///< in program order
  bool alive = true; ///< false once merged into another
};

/// All groups of a function, at first one per op. Merging keeps the order of
/// groups possible: never does one need another that needs the first.
class Drafts {
public:
  explicit Drafts(StepGraph &graph);

  llvm::ArrayRef<Draft> get() const { return drafts; }

  /// The draft that computes `value`, if one does.
  std::optional<unsigned> find(mlir::Value value) const;

  /// Merges `other` into `draft` if both fit into one kernel.
  bool merge(unsigned draft, unsigned other);

  /// Says why merge would refuse; empty if it would not.
  std::string explainRefusal(unsigned draft, unsigned other) const;

  /// Drafts that read from `draft` or that it reads from; with `siblings` also
  /// those that read the same tensor or from the same draft.
  llvm::SmallVector<unsigned> getNeighbours(unsigned draft,
                                            bool siblings) const;

private:
  std::string combine(unsigned draft, unsigned other, Draft &both) const;
  std::string checkMembers(const Draft &draft) const;
  std::string checkContraction(const Draft &draft) const;
  std::string checkColumn(const Draft &draft) const;
  bool hasReaderOutside(const Draft &draft, mlir::Operation *op) const;

  void findOrder();
  std::string checkKinds(unsigned draft, unsigned other) const;

  StepGraph &graph;
  DraftOrder order;
  std::vector<Draft> drafts;
  llvm::DenseMap<mlir::Operation *, unsigned> draftOf;
};

} // namespace mpc

#endif // MPC_LIB_ANALYSIS_DRAFTS_H
