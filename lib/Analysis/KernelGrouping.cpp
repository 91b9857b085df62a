//===- KernelGrouping.cpp - what becomes one kernel -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Greedy: first every product takes what follows it, then every reduction, then
// pointwise ops gather among themselves. Larger searches were not needed: what
// matters is that no chain of cheap ops is stored on its way.
//
//===----------------------------------------------------------------------===//

#include "mpc/Analysis/KernelGrouping.h"

#include "BareCopy.h"
#include "Drafts.h"
#include "Storage.h"
#include "Trailing.h"

#include "mpc/IR/Names.h"

using namespace mlir;

namespace mpc {

namespace {

/// Lets the draft take every neighbour that fits.
void grow(Drafts &drafts, unsigned draft, bool siblings) {
  auto admits = [&](unsigned other) {
    KernelKind kind = drafts.get()[other].group.kind;
    return kind == KernelKind::pointwise ||
           kind == drafts.get()[draft].group.kind;
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (unsigned other : drafts.getNeighbours(draft, siblings))
      if (admits(other) && drafts.get()[other].alive)
        changed |= drafts.merge(draft, other);
  }
}

void growAll(Drafts &drafts, KernelKind kind, bool siblings) {
  for (unsigned i = 0; i < drafts.get().size(); ++i)
    if (drafts.get()[i].alive && drafts.get()[i].group.kind == kind)
      grow(drafts, i, siblings);
}

/// Scalars that are stored, such as counters, share one tiny kernel: inside a
/// large one every task would write them, and none could do so in place.
void gatherScalars(Drafts &drafts) {
  auto isScalar = [&](unsigned i) {
    const Draft &draft = drafts.get()[i];
    return draft.alive && draft.group.kind == KernelKind::pointwise &&
           draft.group.domain.empty();
  };
  for (unsigned i = 0; i < drafts.get().size(); ++i)
    for (unsigned j = i + 1; j < drafts.get().size(); ++j)
      if (isScalar(i) && isScalar(j))
        drafts.merge(i, j);
}

/// Puts drafts into an order in which they can run.
class Scheduler {
public:
  Scheduler(const StepGraph &graph, const Drafts &drafts, func::FuncOp func)
      : graph(graph), drafts(drafts), func(func) {
    for (auto [i, draft] : llvm::enumerate(drafts.get()))
      if (draft.alive)
        waiting.insert(i);
    for (unsigned i : waiting) {
      findSources(i);
      findStates(i);
    }
  }

  SmallVector<unsigned> run() {
    SmallVector<unsigned> order;
    while (!waiting.empty()) {
      unsigned next = choose();
      waiting.remove(next);
      order.push_back(next);
    }
    return order;
  }

private:
  void findSources(unsigned draft) {
    llvm::SmallPtrSet<Operation *, 16> visited;
    SmallVector<Value> pending;
    for (Operation *op : drafts.get()[draft].members)
      llvm::append_range(pending, graph.getLeaves(op));
    while (!pending.empty()) {
      Value value = pending.pop_back_val();
      Operation *op = value.getDefiningOp();
      if (std::optional<unsigned> source = drafts.find(value))
        sources[draft].insert(*source);
      else if (op && visited.insert(op).second)
        llvm::append_range(pending, graph.getLeaves(op));
      else if (auto argument = dyn_cast<BlockArgument>(value))
        if (Attribute state =
                func.getArgAttr(argument.getArgNumber(), kStateAttr))
          reads[draft].insert(state);
    }
    sources[draft].remove(draft);
  }

  /// Notes the states that the draft gives a new value.
  void findStates(unsigned draft) {
    SmallVector<Operation *> pending(drafts.get()[draft].members);
    while (!pending.empty())
      for (OpOperand &use : pending.pop_back_val()->getUses()) {
        if (isView(use.getOwner()))
          pending.push_back(use.getOwner());
        else if (use.getOwner()->hasTrait<OpTrait::IsTerminator>())
          if (Attribute state =
                  func.getResultAttr(use.getOperandNumber(), kUpdatesAttr))
            writes[draft].insert(state);
      }
  }

  bool isReady(unsigned draft) {
    return llvm::none_of(sources[draft], [&](unsigned source) {
      return waiting.contains(source);
    });
  }

  /// A state can be written in place only when nobody will read its old value.
  bool overwritesWhatOthersRead(unsigned draft) {
    return llvm::any_of(waiting, [&](unsigned other) {
      return other != draft &&
             llvm::any_of(writes[draft], [&](Attribute state) {
               return reads[other].contains(state);
             });
    });
  }

  unsigned choose() {
    std::optional<unsigned> fallback;
    for (unsigned draft : waiting) {
      if (!isReady(draft))
        continue;
      if (!overwritesWhatOthersRead(draft))
        return draft;
      if (!fallback)
        fallback = draft;
    }
    assert(fallback && "merging has made a cycle");
    return *fallback;
  }

  const StepGraph &graph;
  const Drafts &drafts;
  func::FuncOp func;
  SetVector<unsigned> waiting; ///< in program order of the first ops
  llvm::DenseMap<unsigned, SetVector<unsigned>> sources;
  llvm::DenseMap<unsigned, SetVector<Attribute>> reads, writes;
};

} // namespace

KernelGrouping::KernelGrouping(func::FuncOp func, bool fusion, bool explain) {
  BareCopy bare(func);
  StepGraph graph(bare.get(), fusion);
  Drafts drafts(graph);
  if (fusion) {
    growAll(drafts, KernelKind::contraction, /*siblings=*/false);
    growAll(drafts, KernelKind::row_reduction, /*siblings=*/true);
    growAll(drafts, KernelKind::column_reduction, /*siblings=*/true);
    growAll(drafts, KernelKind::pointwise, /*siblings=*/true);
    gatherScalars(drafts);
  }
  for (unsigned i : Scheduler(graph, drafts, bare.get()).run()) {
    const Draft &draft = drafts.get()[i];
    groups.push_back(draft.group);
    groups.back().members = draft.members;
    for (Operation *op : draft.members)
      for (Value leaf : graph.getLeaves(op))
        if (auto source = drafts.find(leaf);
            explain && fusion && source && source != i)
          refusals.push_back(
              {leaf.getDefiningOp(), op, drafts.explainRefusal(i, *source)});
  }
  translate(bare);
  attachStorage(func, groups);
  for (auto [i, group] : llvm::enumerate(groups)) {
    assignRoles(group);
    group.label = makeLabel(group.main);
    stored.insert_range(group.results);
    for (Operation *op : group.ops)
      groupsOf[op].push_back(i);
  }
  if (fusion)
    findTrailing(groups);
}

LogicalResult checkGroupable(func::FuncOp func) {
  if (!func.getBody().hasOneBlock())
    return func.emitOpError("expects a body of one block, but got ")
           << func.getBody().getBlocks().size();
  for (Operation &op : func.getBody().front().without_terminator()) {
    if (!isa<FusableOpInterface>(op))
      return op.emitOpError("has no place in a kernel; expects ops of a model");
    if (isFlag(&op) && !llvm::all_of(op.getUsers(), isSharedPack))
      return op.emitOpError("expects its flag to be read by mpc.any only");
  }
  return success();
}

void KernelGrouping::translate(const BareCopy &bare) {
  for (KernelGroup &group : groups)
    bare.translate(group);
  for (Refusal &refusal : refusals) {
    refusal.producer = bare.getOriginal(refusal.producer);
    refusal.consumer = bare.getOriginal(refusal.consumer);
  }
}

std::vector<KernelLaunch> KernelGrouping::getLaunches(bool fuseTrailing) const {
  std::vector<KernelLaunch> launches;
  llvm::DenseMap<unsigned, unsigned> launchOf;
  for (auto [i, group] : llvm::enumerate(groups)) {
    if (fuseTrailing && group.head) {
      launches[launchOf.lookup(*group.head)].trailing.push_back(&group);
      continue;
    }
    launchOf[i] = launches.size();
    launches.push_back({&group, {}, group.results});
  }
  for (KernelLaunch &launch : launches)
    if (!launch.trailing.empty())
      dropInternal(launch);
  return launches;
}

/// Leaves those results that others than trailing groups read.
void KernelGrouping::dropInternal(KernelLaunch &launch) const {
  llvm::erase_if(launch.results, [&](Value value) {
    return llvm::all_of(value.getUsers(), [&](Operation *user) {
      auto readers = groupsOf.find(user);
      return readers != groupsOf.end() &&
             llvm::all_of(readers->second, [&](unsigned reader) {
               const KernelGroup *group = &groups[reader];
               return group->dims.contains(value.getDefiningOp()) ||
                      llvm::is_contained(launch.trailing, group);
             });
    });
  });
  for (const KernelGroup *group : launch.trailing)
    llvm::append_range(launch.results, group->results);
}

bool KernelGrouping::isInternal(Value value, Operation *reader) const {
  Operation *producer = value.getDefiningOp();
  auto readers = groupsOf.find(reader);
  if (!producer || readers == groupsOf.end())
    return false;
  return llvm::all_of(readers->second, [&](unsigned group) {
    return groups[group].dims.contains(producer);
  });
}

} // namespace mpc
