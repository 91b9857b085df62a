//===- DraftOrder.cpp - which draft runs after which ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An order that is kept up while nodes of an acyclic graph are merged, as in
// Pearce & Kelly 2006: only what lies between the two places has to move.
//
//===----------------------------------------------------------------------===//

#include "DraftOrder.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

namespace mpc {

DraftOrder::DraftOrder(std::vector<Sources> sources,
                       std::vector<unsigned> order)
    : sources(std::move(sources)), position(order.size()),
      order(std::move(order)), merged(position.size()) {
  for (auto [place, i] : llvm::enumerate(this->order)) {
    position[i] = place;
    merged[i] = i;
  }
}

unsigned DraftOrder::find(unsigned i) const {
  while (merged[i] != i)
    i = merged[i];
  return i;
}

bool DraftOrder::isSeparated(unsigned a, unsigned b) const {
  unsigned early = position[a] < position[b] ? a : b;
  unsigned late = early == a ? b : a;
  llvm::SmallVector<unsigned> pending;
  llvm::SmallDenseSet<unsigned> seen = {early, late};
  // What does not come after the early one cannot need it.
  auto enter = [&](unsigned i) {
    for (unsigned source : sources[i])
      if (unsigned at = find(source);
          position[at] > position[early] && seen.insert(at).second)
        pending.push_back(at);
  };
  enter(late);
  while (!pending.empty()) {
    unsigned third = pending.pop_back_val();
    if (llvm::any_of(sources[third],
                     [&](unsigned source) { return find(source) == early; }))
      return true;
    enter(third);
  }
  return false;
}

void DraftOrder::merge(unsigned a, unsigned b) {
  auto [first, last] = std::minmax({position[a], position[b]});
  unsigned early = order[first];
  merged[b] = a;
  Sources both;
  for (unsigned i : {a, b})
    for (unsigned source : sources[i])
      if (find(source) != a)
        both.insert(find(source));
  sources[a] = std::move(both);
  // Between the two: first what does not need the early one, which goes with
  // the late one next, then what does.
  llvm::SmallVector<unsigned> before, after;
  llvm::SmallDenseSet<unsigned> needy = {early, a};
  for (unsigned at = first + 1; at < last; ++at) {
    unsigned i = order[at];
    bool isNeedy = merged[i] == i && llvm::any_of(sources[i], [&](unsigned s) {
                     return needy.contains(find(s));
                   });
    if (isNeedy)
      needy.insert(i);
    (isNeedy ? after : before).push_back(i);
  }
  // The place of what has become part of `a` stays taken, right before it.
  before.append({b, a});
  before.append(after);
  for (auto [offset, i] : llvm::enumerate(before)) {
    order[first + offset] = i;
    position[i] = first + offset;
  }
}

} // namespace mpc
