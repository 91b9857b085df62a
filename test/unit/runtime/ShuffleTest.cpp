//===- ShuffleTest.cpp - the order of the data ----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Philox.h"

#include "mpcrt/Shuffle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

using namespace mpcrt;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Philox, gives_the_numbers_of_its_authors) {
  // The known answers that accompany the authors' library.
  EXPECT_THAT(philox({0, 0, 0, 0}, {0, 0}),
              ElementsAre(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8));
  EXPECT_THAT(philox({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}),
              ElementsAre(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd));
  EXPECT_THAT(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                     {0xa4093822, 0x299f31d0}),
              ElementsAre(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1));
}

TEST(Shuffle, is_a_permutation) {
  for (int64_t count : {1, 2, 3, 10, 1000, 60'000}) {
    auto indices = shuffledIndices(count, 1, 2);
    std::sort(indices.begin(), indices.end());
    ASSERT_EQ(int64_t(indices.size()), count);
    for (int64_t i = 0; i < count; ++i)
      ASSERT_EQ(indices[i], i);
  }
}

TEST(Shuffle, of_nothing_is_nothing) {
  EXPECT_THAT(shuffledIndices(0, 1, 1), IsEmpty());
  EXPECT_THAT(shuffledIndices(-1, 1, 1), IsEmpty());
}

TEST(Shuffle, depends_on_seed_and_epoch_only) {
  EXPECT_EQ(shuffledIndices(1000, 1, 2), shuffledIndices(1000, 1, 2));
  std::set<std::vector<int64_t>> distinct;
  for (uint64_t seed : {0ull, 1ull, 1ull << 32, ~0ull})
    for (uint64_t epoch : {0ull, 1ull, 1ull << 32, ~0ull})
      distinct.insert(shuffledIndices(100, seed, epoch));
  EXPECT_EQ(distinct.size(), 16u);
}

TEST(Shuffle, never_changes_between_versions) {
  // A resumed run relies on it.
  EXPECT_THAT(shuffledIndices(8, 42, 7), ElementsAre(0, 4, 7, 3, 5, 1, 6, 2));
}

TEST(Shuffle, gives_every_permutation_equally_often) {
  std::map<std::vector<int64_t>, int> count;
  constexpr int draws = 24'000;
  for (int epoch = 0; epoch < draws; ++epoch)
    ++count[shuffledIndices(4, 99, epoch)];
  ASSERT_EQ(count.size(), 24u);
  double chiSquare = 0;
  for (const auto &[indices, n] : count)
    chiSquare += (n - 1000.0) * (n - 1000.0) / 1000.0;
  // 23 degrees of freedom: one in a thousand exceeds 49.7.
  EXPECT_LT(chiSquare, 49.7);
}
