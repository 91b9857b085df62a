//===- Drafts.cpp - groups of ops while they grow -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Drafts.h"

using namespace mlir;

namespace mpc {

namespace {

bool isAdjoint(Operation *op) { return op->hasAttr(kAdjointAttr); }

int64_t getBits(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  return type.getNumElements() * type.getElementTypeBitWidth();
}

/// True if a kernel of `kind` may hold pointwise ops and others of its kind.
bool kindsCombine(const KernelGroup &group, const KernelGroup &other) {
  if (group.kind == KernelKind::algorithm ||
      other.kind == KernelKind::algorithm)
    return false;
  if (other.kind == KernelKind::pointwise)
    return group.kind != KernelKind::pointwise || group.domain == other.domain;
  return group.kind == other.kind && group.kind != KernelKind::contraction &&
         group.domain == other.domain && group.reduced == other.reduced;
}

/// The op that gives a merged group its name: the first reduction, the last op
/// of a pointwise group.
Operation *chooseMain(const Draft &draft) {
  if (draft.group.kind == KernelKind::contraction)
    return draft.group.main;
  for (Operation *op : draft.members)
    if (getFusionKind(op) == FusionKind::Reduction)
      return op;
  return draft.members.back();
}

/// Returns true if `op` repeats a tensor along some, but not all, of several
/// contracted dimensions: these then cannot be walked as one.
bool readsSomeContracted(const KernelGroup &group, Operation *op) {
  if (!group.dims.contains(op))
    return false;
  int64_t rank = group.domain.size();
  auto isContracted = [&](int64_t dim) { return dim >= rank; };
  for (unsigned i = 0; i < op->getNumOperands(); ++i) {
    DomainDims dims = group.getOperandDims(op, i);
    int64_t read = llvm::count_if(dims, isContracted);
    int64_t known = llvm::count_if(group.dims.lookup(op), isContracted);
    if (read != 0 && read < known)
      return true;
  }
  return false;
}

/// Returns true if `op` is computed at the places at which movements read it,
/// and none of these twice.
bool isComputedOnce(const KernelGroup &group, Operation *op) {
  auto fusable = cast<FusableOpInterface>(op);
  bool isElsewhere =
      llvm::any_of(group.dims.lookup(op), [](int64_t dim) { return dim < 0; });
  if (!isElsewhere || !fusable.isCheap())
    return false;
  return llvm::all_of(op->getUses(), [&](OpOperand &use) {
    Operation *user = use.getOwner();
    if (!group.dims.contains(user))
      return true;
    bool isOnce =
        getFusionKind(user) != FusionKind::Movement ||
        cast<FusableOpInterface>(user).readsOnce(use.getOperandNumber());
    return isOnce && (group.dims.lookup(user) == allDims(group) ||
                      isComputedOnce(group, user));
  });
}

/// An op of the product's packing that would add its products in another order
/// than the product alone, or null.
Operation *findReordering(const KernelGroup &group,
                          const llvm::DenseSet<Operation *> &prologue) {
  for (Operation *op : group.ops)
    if (prologue.contains(op) && readsSomeContracted(group, op))
      return op;
  return nullptr;
}

/// From so many multiply-adds on, and so many with each element of an operand, a
/// product is worth storing its operand for. A tile of an operand that comes
/// through registers takes about twice as long as one that is only copied (seen
/// on an H100: 187 against 446 TFLOP/s), and is computed for every tile across
/// it; a kernel of its own takes some 3 us, and writes the operand once.
constexpr int64_t kLargeProduct = int64_t(1) << 30;
constexpr int64_t kLargeReuse = 512;

/// Returns true if elements of `value`, an operand of the group's product, had
/// better be stored than computed for every tile.
bool isReusedMuch(const KernelGroup &group, Value value) {
  auto size = [](Value value) {
    return cast<RankedTensorType>(value.getType()).getNumElements();
  };
  int64_t products = size(group.main->getResult(0));
  Value lhs = group.main->getOperand(0);
  for (auto [d, dim] : llvm::enumerate(group.getOperandDims(group.main, 0)))
    if (dim >= int64_t(group.domain.size()))
      products *= cast<RankedTensorType>(lhs.getType()).getDimSize(d);
  return products >= kLargeProduct &&
         products / std::max<int64_t>(1, size(value)) >= kLargeReuse;
}

bool isElementwise(Operation *op) {
  return op && getFusionKind(op) == FusionKind::Elementwise;
}

/// A free op whose value a large product would compute for every tile, or null:
/// the last elementwise op on the way to an operand.
Operation *findRepeated(const StepGraph &graph, const KernelGroup &group) {
  if (group.kind != KernelKind::contraction)
    return nullptr;
  for (Value operand : group.main->getOperands()) {
    Operation *op = operand.getDefiningOp();
    while (op && graph.isFree(op) && !isElementwise(op) && op->getNumOperands())
      op = op->getOperand(0).getDefiningOp();
    if (isElementwise(op) && graph.isFree(op) && !graph.getLeaves(op).empty() &&
        isReusedMuch(group, op->getResult(0)))
      return op;
  }
  return nullptr;
}

} // namespace

Drafts::Drafts(StepGraph &graph) : graph(graph) {
  for (size_t i = 0; i < graph.getMembers().size();) {
    Operation *op = graph.getMembers()[i];
    Draft draft;
    draft.group = makeGroup(op);
    draft.members.push_back(op);
    Operation *conflict = nullptr;
    if (place(graph, draft.group, &conflict))
      conflict = findReordering(draft.group, findPrologue(draft.group));
    if (!conflict)
      conflict = findRepeated(graph, draft.group);
    // A free op that this kernel needs in two places has to be stored.
    if (conflict && conflict != op) {
      graph.materialize(conflict);
      drafts.clear();
      i = 0;
      continue;
    }
    drafts.push_back(std::move(draft));
    ++i;
  }
  for (auto [i, draft] : llvm::enumerate(drafts))
    draftOf[draft.members.front()] = i;
  findOrder();
}

/// Views are numbered after the drafts: what lies between two kernels can be in
/// neither.
void Drafts::findOrder() {
  llvm::DenseMap<Operation *, unsigned> number = draftOf;
  std::vector<DraftOrder::Sources> sources(drafts.size());
  std::vector<unsigned> initial;
  for (Operation &op : graph.getBlock()) {
    bool isBetween =
        !graph.isFree(&op) && !op.hasTrait<OpTrait::IsTerminator>();
    if (!number.contains(&op) && !isBetween)
      continue;
    unsigned i = number.try_emplace(&op, sources.size()).first->second;
    if (i == sources.size())
      sources.emplace_back();
    initial.push_back(i);
    for (Value leaf : graph.getLeaves(&op))
      if (auto it = number.find(leaf.getDefiningOp()); it != number.end())
        sources[i].insert(it->second);
  }
  order = DraftOrder(std::move(sources), std::move(initial));
}

std::optional<unsigned> Drafts::find(Value value) const {
  Operation *op = value.getDefiningOp();
  auto it = op ? draftOf.find(op) : draftOf.end();
  return it == draftOf.end() ? std::nullopt : std::optional(it->second);
}

bool Drafts::hasReaderOutside(const Draft &draft, Operation *op) const {
  return llvm::any_of(op->getResults(), [&](Value result) {
    return llvm::any_of(graph.getReaders(result), [&](Operation *reader) {
      return !llvm::is_contained(draft.members, reader);
    });
  });
}

std::string Drafts::checkContraction(const Draft &draft) const {
  const KernelGroup &group = draft.group;
  llvm::DenseSet<Operation *> prologue = findPrologue(group);
  if (findReordering(group, prologue))
    return "packing would add its products in another order";
  for (Operation *op : draft.members) {
    if (!prologue.contains(op)) {
      if (group.dims.lookup(op) != allDims(group))
        return "it does not span the product's domain";
      if (isAdjoint(op) && !isAdjoint(group.main))
        return "the adjoint stays out of the forward product";
      continue;
    }
    if (llvm::any_of(group.dims.lookup(op), [](int64_t d) { return d < 0; }))
      return "packing would compute it for every window that sees it";
    int64_t leafBits = 0;
    for (Value leaf : graph.getLeaves(op))
      leafBits += getBits(leaf);
    if (hasReaderOutside(draft, op))
      return "its value is also needed outside the product's packing";
    if (!cast<FusableOpInterface>(op).isCheap() ||
        leafBits > getBits(op->getResult(0)))
      return "packing would repeat costly work";
    if (isElementwise(op) && isReusedMuch(group, op->getResult(0)))
      return "every tile of a large product would compute it";
    for (Operation *reader : graph.getReaders(op->getResult(0)))
      if (reader != group.main && !prologue.contains(reader))
        return "its value is needed before and after the product";
  }
  return "";
}

/// Returns true if a reduction of leading dimensions needs what another one
/// gives. Each thread of such a kernel would wait for all rows in between, so
/// that rows could not be shared by many blocks; where the last dimension is
/// reduced as well there are results enough to go round.
static bool reducesColumnsTwice(const Draft &draft) {
  ArrayRef<int64_t> reduced = draft.group.reduced;
  if (reduced.empty() ||
      reduced.back() + 1 == int64_t(draft.group.domain.size()))
    return false;
  llvm::DenseSet<Operation *> follows; // a reduction
  for (Operation *op : draft.group.ops) {
    bool needsOne = llvm::any_of(op->getOperands(), [&](Value operand) {
      return follows.contains(operand.getDefiningOp());
    });
    bool reduces = getFusionKind(op) == FusionKind::Reduction;
    if (reduces && needsOne)
      return true;
    if (reduces || needsOne)
      follows.insert(op);
  }
  return false;
}

std::string Drafts::checkColumn(const Draft &draft) const {
  if (reducesColumnsTwice(draft))
    return "its columns would wait for one another";
  for (Operation *op : draft.members)
    if (draft.group.dims.lookup(op) == allDims(draft.group) &&
        !draft.group.reduced.empty() && hasReaderOutside(draft, op))
      return "its value is stored anyway, and column reductions store none";
  return "";
}

std::string Drafts::checkMembers(const Draft &draft) const {
  const KernelGroup &group = draft.group;
  for (Operation *op : draft.members) {
    if (group.kind == KernelKind::contraction)
      break;
    const DomainDims &dims = group.dims.find(op)->second;
    bool isKept =
        group.kind != KernelKind::pointwise && dims == keptDims(group);
    bool isElsewhere =
        isComputedOnce(group, op) && !hasReaderOutside(draft, op);
    if (dims != allDims(group) && !isKept && !isElsewhere)
      return "its loops are not those of the kernel";
  }
  if (group.kind == KernelKind::contraction)
    return checkContraction(draft);
  return group.kind == KernelKind::column_reduction ? checkColumn(draft) : "";
}

/// Bounds registers in use, code size and, since every attempt to combine looks
/// at all members, the time that grouping takes.
static constexpr size_t kMaxMembers = 128;

/// What can be said before anything is placed.
std::string Drafts::checkKinds(unsigned draft, unsigned other) const {
  const Draft &a = drafts[draft], &b = drafts[other];
  if (a.members.size() + b.members.size() > kMaxMembers)
    return "together they have more than 128 ops";
  if (!kindsCombine(a.group, b.group))
    return "their loops differ";
  if (order.isSeparated(draft, other))
    return "a kernel between them needs the one and feeds the other";
  return "";
}

std::string Drafts::combine(unsigned draft, unsigned other, Draft &both) const {
  if (std::string reason = checkKinds(draft, other); !reason.empty())
    return reason;
  both = drafts[draft];
  both.members.append(drafts[other].members);
  llvm::sort(both.members, [&](Operation *x, Operation *y) {
    return graph.getIndex(x) < graph.getIndex(y);
  });
  both.group.ops = both.members;
  both.group.main = chooseMain(both);
  if (!place(graph, both.group))
    return "a tensor would be indexed in two ways";
  return checkMembers(both);
}

bool Drafts::merge(unsigned draft, unsigned other) {
  Draft both;
  if (!combine(draft, other, both).empty())
    return false;
  for (Operation *op : drafts[other].members)
    draftOf[op] = draft;
  drafts[other].alive = false;
  order.merge(draft, other);
  drafts[draft] = std::move(both);
  return true;
}

std::string Drafts::explainRefusal(unsigned draft, unsigned other) const {
  Draft both;
  return combine(draft, other, both);
}

SmallVector<unsigned> Drafts::getNeighbours(unsigned draft,
                                            bool siblings) const {
  SetVector<unsigned> result;
  auto addReaders = [&](Value value) {
    for (Operation *reader : graph.getReaders(value))
      if (auto it = draftOf.find(reader); it != draftOf.end())
        result.insert(it->second);
  };
  for (Operation *op : drafts[draft].members)
    for (Value value : op->getResults())
      addReaders(value);
  for (Operation *op : drafts[draft].members) {
    for (Value leaf : graph.getLeaves(op)) {
      std::optional<unsigned> source = find(leaf);
      if (source)
        result.insert(*source);
      if (!siblings || cast<RankedTensorType>(leaf.getType()).getRank() == 0)
        continue;
      addReaders(leaf);
      if (source)
        for (Operation *member : drafts[*source].members)
          addReaders(member->getResult(0));
    }
  }
  result.remove(draft);
  return result.takeVector();
}

} // namespace mpc
