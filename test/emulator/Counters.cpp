//===- Counters.cpp - what kernels do to memory ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Counters.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace emulator {

bool isCounting = false;

Counters &counters() {
  static Counters *counters = new Counters;
  return *counters;
}

//===----------------------------------------------------------------------===//
// Bytes
//===----------------------------------------------------------------------===//

void TouchedBytes::add(uint64_t address, uint64_t size, bool isWrite) {
  for (uint64_t at = address; at < address + size; ++at) {
    if (at / kPage != lastNumber) {
      lastNumber = at / kPage;
      std::unique_ptr<Page> &page = pages[lastNumber];
      if (!page)
        page = std::make_unique<Page>();
      last = page.get();
    }
    uint64_t bit = at % kPage;
    last->bits[isWrite][bit / 64] |= 1ull << bit % 64;
  }
}

void TouchedBytes::finish(KernelCounters &counters) {
  for (auto &[number, page] : pages)
    for (uint64_t i = 0; i < kPage / 64; ++i) {
      uint64_t read = page->bits[0][i], written = page->bits[1][i];
      counters.uniqueBytesRead += std::popcount(read);
      counters.uniqueBytesWritten += std::popcount(written);
      counters.uniqueBytes += std::popcount(read | written);
    }
  pages.clear();
  last = nullptr;
  lastNumber = ~0ull;
}

//===----------------------------------------------------------------------===//
// Requests
//===----------------------------------------------------------------------===//

void Counters::beginLaunch(const std::string &kernel, uint64_t blocks,
                           int threads) {
  current = &kernels[kernel];
  ++current->launches;
  current->blocks += blocks;
  current->threads += blocks * threads;
}

void Counters::endLaunch() {
  records.clear();
  touched.finish(*current);
  current = &unused;
}

void Counters::add(Record record) {
  record.occurrence = records.size();
  records.push_back(record);
}

/// Of accesses of one kind, place and lane, which have been numbered as they
/// came.
void Counters::numberOccurrences() {
  auto key = [](const Record &one) {
    return std::tuple(one.access, one.site, one.lane);
  };
  std::sort(
      records.begin(), records.end(), [&](const Record &a, const Record &b) {
        return key(a) != key(b) ? key(a) < key(b) : a.occurrence < b.occurrence;
      });
  for (size_t i = 0; i < records.size(); ++i)
    records[i].occurrence = i > 0 && key(records[i]) == key(records[i - 1])
                                ? records[i - 1].occurrence + 1
                                : 0;
}

void Counters::endRound() {
  if (records.empty())
    return;
  numberOccurrences();
  auto key = [](const Record &one) {
    return std::tuple(one.access, one.site, one.occurrence);
  };
  std::sort(records.begin(), records.end(),
            [&](const Record &a, const Record &b) {
              return key(a) != key(b) ? key(a) < key(b) : a.lane < b.lane;
            });
  const Record *end = records.data() + records.size();
  for (const Record *begin = records.data(); begin != end;) {
    const Record *next = begin;
    while (next != end && key(*next) == key(*begin))
      ++next;
    count(begin, next);
    begin = next;
  }
  records.clear();
}

void Counters::count(const Record *begin, const Record *end) {
  switch (begin->access) {
  case Access::load:
  case Access::store:
    return countGlobal(begin, end);
  case Access::shared:
    ++current->sharedRequests;
    current->sharedConflicts += countConflicts(begin, end);
    return;
  case Access::matrices:
    ++current->matrixRequests;
    current->matrixConflicts += countConflicts(begin, end);
    return;
  case Access::copy:
    ++current->copyRequests;
    current->copyConflicts += countConflicts(begin, end);
    return;
  }
}

void Counters::countGlobal(const Record *begin, const Record *end) {
  constexpr uint64_t kSector = 32;
  bool isWrite = begin->access == Access::store;
  std::vector<std::pair<uint64_t, uint64_t>> ranges;
  for (const Record *one = begin; one != end; ++one)
    ranges.push_back({one->address, one->address + one->size});
  std::sort(ranges.begin(), ranges.end());
  uint64_t bytes = 0, sectors = 0, done = 0, nextSector = 0;
  for (auto [from, to] : ranges) {
    bytes += to - std::min(to, std::max(from, done));
    done = std::max(done, to);
    uint64_t first = std::max(from / kSector, nextSector);
    uint64_t last = (to + kSector - 1) / kSector;
    sectors += last - std::min(last, first);
    nextSector = std::max(nextSector, last);
    touched.add(from, to - from, isWrite);
  }
  uint64_t ideal = (bytes + kSector - 1) / kSector;
  ++(isWrite ? current->storeRequests : current->loadRequests);
  (isWrite ? current->storeBytes : current->loadBytes) += bytes;
  (isWrite ? current->storeSectors : current->loadSectors) += sectors;
  (isWrite ? current->storeIdealSectors : current->loadIdealSectors) += ideal;
}

/// Wide accesses are done by half or quarter warps, as many lanes as fill the
/// banks; lanes that want the same word share it.
int Counters::countConflicts(const Record *begin, const Record *end) const {
  constexpr int kBanks = 32, kWord = 4;
  int conflicts = 0, lanes = kBanks * kWord / std::max<int>(begin->size, kWord);
  for (const Record *one = begin; one != end;) {
    std::vector<uint64_t> words;
    for (int part = one->lane / lanes; one != end && one->lane / lanes == part;
         ++one)
      for (uint64_t at = one->address; at < one->address + one->size;
           at += kWord)
        words.push_back(at / kWord);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    int perBank[kBanks] = {};
    for (uint64_t word : words)
      ++perBank[word % kBanks];
    conflicts += *std::max_element(perBank, perBank + kBanks) - 1;
  }
  return conflicts;
}

} // namespace emulator
