//===- Storage.cpp - what kernels store for one another -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A value may be stored as it is computed, as a cast makes it, or as both. A
// reader that wants the cast can read either, and cast on its own: what is
// stored is what moves the fewest bytes, written once and read once per reader.
//
//===----------------------------------------------------------------------===//

#include "Storage.h"

#include "BareCopy.h"
#include "Placement.h"

using namespace mlir;

namespace mpc {

namespace {

unsigned getWidth(Value value) {
  return cast<ShapedType>(value.getType()).getElementTypeBitWidth();
}

/// The first of the narrowest values on the way from `base` to `value`.
Value findNarrowest(Value value) {
  Value narrowest = value;
  while (isCast(value.getDefiningOp())) {
    value = value.getDefiningOp()->getOperand(0);
    if (getWidth(value) <= getWidth(narrowest))
      narrowest = value;
  }
  return narrowest;
}

/// How one value that a kernel computes is read outside of it.
struct Demand {
  /// Somebody reads the value as it is computed.
  bool isRead = false;
  /// For each cast: the kernels that would be content with it, and whether
  /// somebody must find just that in memory.
  struct Narrow {
    llvm::SmallSetVector<unsigned, 4> readers;
    bool isRequired = false;
  };
  llvm::MapVector<Value, Narrow> narrow;
};

class Storage {
public:
  Storage(func::FuncOp func, std::vector<KernelGroup> &groups)
      : block(func.getBody().front()), groups(groups) {
    for (Operation &op : block)
      index[&op] = index.size();
    for (auto [i, group] : llvm::enumerate(groups))
      for (Operation *op : group.members)
        owner[op] = i;
  }

  void run() {
    for (Operation &op : block)
      if (isFlag(&op))
        attachFlag(&op);
    for (unsigned i = 0; i < groups.size(); ++i)
      collect(i);
    collectStored();
    for (auto &[value, demand] : demands)
      decide(value, demand);
    for (unsigned i = 0; i < groups.size(); ++i)
      attachReads(i);
    for (KernelGroup &group : groups)
      finish(group);
    putInOrder();
  }

private:
  std::optional<unsigned> findOwner(Value value) const {
    auto it = owner.find(value.getDefiningOp());
    return it == owner.end() ? std::nullopt : std::optional(it->second);
  }

  /// The group that computes `value` and may compute more from it.
  std::optional<unsigned> findHost(Value value) const {
    std::optional<unsigned> i = findOwner(value);
    return i && groups[*i].kind == KernelKind::algorithm ? std::nullopt : i;
  }

  static bool computes(const KernelGroup &group, Value value) {
    return group.dims.contains(value.getDefiningOp());
  }

  /// Adds casts from `from`, exclusive, to `to`.
  void addCasts(KernelGroup &group, Value from, Value to, DomainDims dims) {
    for (; to != from; to = to.getDefiningOp()->getOperand(0))
      if (group.dims.try_emplace(to.getDefiningOp(), dims).second)
        group.ops.push_back(to.getDefiningOp());
  }

  void attachFlag(Operation *flag);
  void addScalars(KernelGroup &group, Value value);
  unsigned addGroup(Operation *op);
  void collect(unsigned i);
  void collectStored();
  void decide(Value value, Demand &demand);
  void attachReads(unsigned i);
  void finish(KernelGroup &group);
  void putInOrder();

  Block &block;
  std::vector<KernelGroup> &groups;
  llvm::DenseMap<Operation *, unsigned> index, owner;
  llvm::MapVector<Value, Demand> demands;
  llvm::DenseSet<Value> storedCasts;
};

/// A kernel of its own, for what reads memory that exists anyway.
unsigned Storage::addGroup(Operation *op) {
  KernelGroup group;
  group.main = op;
  group.ops.push_back(op);
  group.members.push_back(op);
  Value shaped = isFlag(op) ? op->getOperand(0) : op->getResult(0);
  group.domain = llvm::to_vector(cast<ShapedType>(shaped.getType()).getShape());
  group.dims[op] = allDims(group);
  owner[op] = groups.size();
  groups.push_back(std::move(group));
  return groups.size() - 1;
}

/// Scalars are computed in every kernel that needs them.
void Storage::addScalars(KernelGroup &group, Value value) {
  Operation *op = value.getDefiningOp();
  if (!op || isView(op) || isStoredConstant(op) || owner.contains(op) ||
      !group.dims.try_emplace(op, DomainDims()).second)
    return;
  group.ops.push_back(op);
  for (Value operand : op->getOperands())
    addScalars(group, operand);
}

void Storage::attachFlag(Operation *flag) {
  Value operand = flag->getOperand(0), base = stripCasts(operand);
  std::optional<unsigned> source = findHost(base);
  unsigned i = source ? *source : addGroup(flag);
  KernelGroup &group = groups[i];
  if (source) {
    DomainDims dims = group.dims.lookup(base.getDefiningOp());
    group.dims[flag] = dims;
    group.ops.push_back(flag);
    addCasts(group, base, operand, dims);
  }
  for (Value value : flag->getOperands().drop_front())
    addScalars(group, value);
}

/// Notes what the group reads of what others compute. What an algorithm reads,
/// collectStored notes.
void Storage::collect(unsigned i) {
  if (groups[i].kind == KernelKind::algorithm)
    return;
  for (Operation *op : groups[i].ops)
    for (Value operand : op->getOperands()) {
      Value base = stripCasts(operand);
      if (computes(groups[i], base) || !findOwner(base))
        continue;
      Value narrow = findNarrowest(operand);
      if (narrow == base)
        demands[base].isRead = true;
      else
        demands[base].narrow[narrow].readers.insert(i);
    }
}

/// Notes what views, packs, algorithms and the return find in memory.
void Storage::collectStored() {
  // A kernel for a cast must not be taken for one that is being looked for.
  SmallVector<Operation *> ops;
  for (Operation &op : block)
    if (isView(&op) || isOpaque(&op) || op.hasTrait<OpTrait::IsTerminator>())
      ops.push_back(&op);
  for (Operation *op : ops)
    for (Value operand : op->getOperands()) {
      Value base = stripCasts(operand);
      Operation *producer = operand.getDefiningOp();
      if (producer && isFlag(producer))
        continue; // What raises it, stores it.
      if (base != operand && !findHost(base) && !owner.contains(producer)) {
        unsigned i = addGroup(producer);
        groups[i].results.push_back(operand);
        addCasts(groups[i], base, operand, groups[i].dims[producer]);
        if (findOwner(base))
          demands[base].isRead = true;
      } else if (findOwner(base) && base == operand) {
        demands[base].isRead = true;
      } else if (findOwner(base)) {
        demands[base].narrow[operand].isRequired = true;
      }
    }
  for (Operation &op : block)
    if (isFlag(&op))
      for (KernelGroup &group : groups)
        if (group.dims.contains(&op))
          group.results.push_back(op.getResult(0));
}

void Storage::decide(Value value, Demand &demand) {
  KernelGroup &group = groups[*findOwner(value)];
  DomainDims dims = group.dims.lookup(value.getDefiningOp());
  // Who wants a cast of what an algorithm computes, casts on its own.
  if (!findHost(value)) {
    group.results.push_back(value);
    return;
  }
  for (auto &[narrow, needs] : demand.narrow) {
    size_t count = needs.readers.size();
    bool savesBytes = (1 + count) * getWidth(narrow) < count * getWidth(value);
    if (!needs.isRequired && demand.isRead && !savesBytes) {
      continue;
    }
    storedCasts.insert(narrow);
    group.results.push_back(narrow);
    addCasts(group, value, narrow, dims);
  }
  if (demand.isRead)
    group.results.push_back(value);
}

/// Lets the group cast what it reads, from what is stored.
void Storage::attachReads(unsigned i) {
  KernelGroup &group = groups[i];
  if (group.kind == KernelKind::algorithm)
    return;
  // Casts join the ops while they are looked through.
  for (size_t k = 0; k < group.ops.size(); ++k) {
    Operation *op = group.ops[k];
    if (isCast(op))
      continue;
    for (OpOperand &operand : op->getOpOperands()) {
      Value value = operand.get(), base = stripCasts(value);
      if (value == base)
        continue;
      Value narrow = findNarrowest(value);
      Value from = !computes(group, base) && storedCasts.contains(narrow)
                       ? narrow
                       : base;
      addCasts(group, from, value,
               group.getOperandDims(op, operand.getOperandNumber()));
    }
  }
}

void Storage::finish(KernelGroup &group) {
  llvm::sort(group.ops, [&](Operation *a, Operation *b) {
    return index.lookup(a) < index.lookup(b);
  });
  auto place = [&](Value value) {
    auto result = cast<OpResult>(value);
    return std::pair(index.lookup(result.getOwner()), result.getResultNumber());
  };
  llvm::sort(group.results,
             [&](Value a, Value b) { return place(a) < place(b); });
}

/// Groups in the order in which they run, those that others read from first.
class GroupOrder {
public:
  explicit GroupOrder(std::vector<KernelGroup> &groups) : groups(groups) {
    for (auto [i, group] : llvm::enumerate(groups))
      for (Value result : group.results)
        writer[result] = i;
  }

  std::vector<unsigned> find() {
    for (unsigned i = 0; i < groups.size(); ++i)
      visit(i);
    return order;
  }

private:
  void visit(unsigned i) {
    if (!visited.insert(i).second)
      return;
    for (Operation *op : groups[i].ops)
      for (Value operand : op->getOperands())
        if (!groups[i].dims.contains(operand.getDefiningOp()))
          visit(operand);
    order.push_back(i);
  }

  void visit(Value value) {
    Operation *op = value.getDefiningOp();
    if (auto it = writer.find(value); it != writer.end())
      visit(it->second);
    else if (op && isView(op))
      for (Value operand : op->getOperands())
        visit(operand);
  }

  std::vector<KernelGroup> &groups;
  llvm::DenseMap<Value, unsigned> writer;
  llvm::DenseSet<unsigned> visited;
  std::vector<unsigned> order;
};

/// A kernel of its own for a cast has come last, but others may read from it.
void Storage::putInOrder() {
  std::vector<KernelGroup> sorted;
  for (unsigned i : GroupOrder(groups).find())
    sorted.push_back(std::move(groups[i]));
  groups = std::move(sorted);
}

} // namespace

void attachStorage(func::FuncOp func, std::vector<KernelGroup> &groups) {
  Storage(func, groups).run();
}

} // namespace mpc
