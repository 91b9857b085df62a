//===- AlgorithmTest.cpp - named algorithms against plain models ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The models are written from the descriptions of the ops, with the standard
// library's stable sort and plain loops.
//
//===----------------------------------------------------------------------===//

#include "algorithms/Algorithms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <numeric>
#include <random>

using namespace mpcrt;
using testing::ElementsAre;
using testing::ElementsAreArray;

namespace {

template <class T> constexpr fb::DType kDType = fb::DType::f32;
template <> constexpr fb::DType kDType<uint8_t> = fb::DType::ui8;
template <> constexpr fb::DType kDType<int32_t> = fb::DType::i32;
template <> constexpr fb::DType kDType<int64_t> = fb::DType::i64;
template <> constexpr fb::DType kDType<Half> = fb::DType::f16;
template <> constexpr fb::DType kDType<Brain> = fb::DType::bf16;
template <> constexpr fb::DType kDType<double> = fb::DType::f64;

const int64_t kLengths[] = {0, 1, 2, 31, 32, 33, 127, 128, 129, 1023, 1024,
                            1025, 5000, 70000};

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// Many ties, every kind of number.
template <class T> std::vector<T> makeElements(int64_t count) {
  const float corners[] = {0.0f,  -0.0f,     kNan,       -kNan,     kInfinity,
                           -kInfinity, 1e-45f, -1e-45f, 1.5f, -1.5f, 3e38f};
  std::mt19937 random(unsigned(count) + 1);
  std::vector<T> values;
  for (int64_t i = 0; i < count; ++i) {
    uint32_t bits = uint32_t(random());
    if constexpr (std::is_integral_v<T>)
      values.push_back(bits % 3 ? T(bits >> 8) : T(bits % 7 - 3));
    else if (bits % 3)
      values.push_back(narrow<T>(corners[bits / 3 % std::size(corners)]));
    else
      values.push_back(narrow<T>(Wide<T>(int32_t(bits) % 1000) / 8));
  }
  return values;
}

/// Runs all tasks of `rowsPerTask` rows.
void runAll(HostAlgorithm algorithm, const std::vector<int64_t> &parameters,
            std::vector<void *> buffers, int64_t rows) {
  int64_t rowsPerTask = parameters[1];
  std::vector<char> scratch(sortScratchBytes(80000));
  for (int64_t task = 0; task * rowsPerTask < rows; ++task)
    algorithm(parameters.data(), buffers.data(), scratch.data(), task);
}

template <class T> bool sameBits(const std::vector<T> &x, const std::vector<T> &y) {
  return x.size() == y.size() &&
         (x.empty() || !std::memcmp(x.data(), y.data(), x.size() * sizeof(T)));
}

} // namespace

//===----------------------------------------------------------------------===//
// sort
//===----------------------------------------------------------------------===//

/// nan is greater than any number.
template <class T> static bool isLess(T x, T y) {
  auto a = widen(x), b = widen(y);
  return b != b ? a == a : a < b;
}

template <class T> static void checkSort(int64_t size, bool descending) {
  std::vector<T> x = makeElements<T>(size), values(size), expected;
  std::vector<int32_t> permutation(size), order(size);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
    return descending ? isLess(x[b], x[a]) : isLess(x[a], x[b]);
  });
  for (int32_t place : order)
    expected.push_back(x[place]);
  runAll(sortRows,
         {int64_t(kDType<T>), 1, 1, size, 1, size, descending},
         {x.data(), values.data(), permutation.data()}, 1);
  EXPECT_TRUE(permutation == order) << size;
  EXPECT_TRUE(sameBits(values, expected)) << size;
}

TEST(Sort, IsTheStandardLibrarysStableSort) {
  for (int64_t size : kLengths)
    for (bool descending : {false, true}) {
      checkSort<float>(size, descending);
      checkSort<double>(size, descending);
      checkSort<Half>(size, descending);
      checkSort<Brain>(size, descending);
      checkSort<uint8_t>(size, descending);
      checkSort<int32_t>(size, descending);
      checkSort<int64_t>(size, descending);
    }
}

TEST(Sort, KeepsSignsOfZeroAndPutsNanLast) {
  std::vector<float> x = {kNan, 0.0f, -0.0f, -kInfinity, 1.0f, kInfinity, 0.0f};
  std::vector<int32_t> places(7);
  runAll(sortRows, {int64_t(fb::DType::f32), 1, 1, 7, 1, 7, 0},
         {x.data(), nullptr, places.data()}, 1);
  EXPECT_THAT(places, ElementsAre(3, 1, 2, 6, 4, 5, 0));
  runAll(sortRows, {int64_t(fb::DType::f32), 1, 1, 7, 1, 7, 1},
         {x.data(), nullptr, places.data()}, 1);
  EXPECT_THAT(places, ElementsAre(0, 5, 4, 1, 2, 6, 3));
}

TEST(Sort, GoesAlongTheMiddleAndKeepsTheFirst) {
  // 2 x 3 x 2, two of each row of three.
  std::vector<int32_t> x = {1, 6, 2, 5, 3, 4, 9, 7, 8, 8, 7, 9}, values(8),
                       places(8);
  runAll(sortRows, {int64_t(fb::DType::i32), 1, 2, 3, 2, 2, 1},
         {x.data(), values.data(), places.data()}, 4);
  EXPECT_THAT(values, ElementsAre(3, 6, 2, 5, 9, 9, 8, 8));
  EXPECT_THAT(places, ElementsAre(2, 0, 1, 1, 0, 2, 1, 1));
}

TEST(PutAlong, PutsBackWhatWasTaken) {
  std::vector<float> updates = {3, 6, 2, 5}, result(6, -1);
  std::vector<int32_t> places = {2, 0, 1, 1};
  runAll(putAlong, {int64_t(fb::DType::f32), 1, 1, 3, 2, 2},
         {updates.data(), places.data(), result.data()}, 2);
  EXPECT_THAT(result, ElementsAre(0, 6, 2, 5, 3, 0));
}

//===----------------------------------------------------------------------===//
// cumsum
//===----------------------------------------------------------------------===//

/// Sum of x[first …] up to `end`, one after the other.
template <class A>
static A sumOf(const std::vector<A> &x, size_t first, size_t end) {
  A sum = 0;
  for (size_t i = first; i < end; ++i)
    sum = add(sum, x[i]);
  return sum;
}

/// Totals of 16 neighbours each; the last are left out if they are fewer.
template <class A> static std::vector<A> totalsOf(const std::vector<A> &x) {
  std::vector<A> totals;
  for (size_t i = 0; i + 16 <= x.size(); i += 16)
    totals.push_back(sumOf(x, i, i + 16));
  return totals;
}

template <class T> static std::vector<T> modelSums(std::vector<T> x, bool exclusive,
                                                   bool reverse) {
  if (reverse)
    std::reverse(x.begin(), x.end());
  std::vector<Wide<T>> elements;
  for (T value : x)
    elements.push_back(widen(value));
  auto segments = totalsOf(elements), groups = totalsOf(segments),
       tiles = totalsOf(groups);
  std::vector<T> result;
  for (size_t i = 0; i < x.size(); ++i) {
    auto e = sumOf(elements, i / 16 * 16, exclusive ? i : i + 1);
    auto s = sumOf(segments, i / 256 * 16, i / 16);
    auto g = sumOf(groups, i / 4096 * 16, i / 256);
    auto t = sumOf(tiles, 0, i / 4096);
    result.push_back(narrow<T>(add(add(t, add(g, s)), e)));
  }
  if (reverse)
    std::reverse(result.begin(), result.end());
  return result;
}

template <class T> static void checkSums(int64_t size) {
  std::vector<T> x;
  std::mt19937 random(7);
  for (int64_t i = 0; i < size; ++i)
    x.push_back(narrow<T>(Wide<T>(int32_t(random()) >> 8) / 1000));
  for (bool exclusive : {false, true})
    for (bool reverse : {false, true}) {
      std::vector<T> result(size);
      runAll(sumRunning,
             {int64_t(kDType<T>), 1, 1, size, 1, exclusive, reverse},
             {x.data(), result.data()}, 1);
      EXPECT_TRUE(sameBits(result, modelSums(x, exclusive, reverse)))
          << size << exclusive << reverse;
    }
}

TEST(Cumsum, AddsInTheOrderThatItSays) {
  for (int64_t size : kLengths) {
    checkSums<float>(size);
    checkSums<double>(size);
    checkSums<Half>(size);
    checkSums<Brain>(size);
    checkSums<uint8_t>(size);
    checkSums<int32_t>(size);
    checkSums<int64_t>(size);
  }
}

TEST(Cumsum, IsAsExactAsItSays) {
  constexpr int64_t kSize = 70000;
  std::vector<float> x, result(kSize);
  std::mt19937 random(3);
  for (int64_t i = 0; i < kSize; ++i)
    x.push_back(float(random() >> 8) * 0x1p-24f - 0.3f);
  runAll(sumRunning, {int64_t(fb::DType::f32), 1, 1, kSize, 1, 0, 0},
         {x.data(), result.data()}, 1);
  double exact = 0, magnitude = 0;
  for (int64_t i = 0; i < kSize; ++i) {
    exact += x[i];
    magnitude += std::abs(x[i]);
    ASSERT_LE(std::abs(result[i] - exact),
              (48 + i / 4096) * 0x1p-24 * magnitude)
        << i;
  }
}

TEST(Cumsum, WorksColumnsAlike) {
  constexpr int64_t kSize = 300, kColumns = 70;
  std::vector<float> x = makeElements<float>(kSize * kColumns),
                     result(x.size());
  for (float &value : x)
    value = std::isfinite(value) && std::abs(value) < 1e30f ? value : 1;
  runAll(sumRunning, {int64_t(fb::DType::f32), 1, 1, kSize, kColumns, 0, 1},
         {x.data(), result.data()}, 2);
  for (int64_t column = 0; column < kColumns; ++column) {
    std::vector<float> row, sums;
    for (int64_t i = 0; i < kSize; ++i) {
      row.push_back(x[i * kColumns + column]);
      sums.push_back(result[i * kColumns + column]);
    }
    EXPECT_TRUE(sameBits(sums, modelSums(row, false, true))) << column;
  }
}

TEST(Cumsum, CarriesNanAndInfinityOn) {
  std::vector<float> x = {1, kInfinity, 2, -kInfinity, 3}, result(5);
  runAll(sumRunning, {int64_t(fb::DType::f32), 1, 1, 5, 1, 0, 0},
         {x.data(), result.data()}, 1);
  EXPECT_EQ(result[0], 1);
  EXPECT_EQ(result[2], kInfinity);
  EXPECT_TRUE(std::isnan(result[3]) && std::isnan(result[4]));
}

//===----------------------------------------------------------------------===//
// add_rows
//===----------------------------------------------------------------------===//

template <class T, class Index>
static void checkScatter(int64_t rows, int64_t columns, int64_t count,
                         bool hasOperand) {
  std::mt19937 random(unsigned(rows + columns + count));
  std::vector<Index> indices;
  for (int64_t i = 0; i < count; ++i)
    indices.push_back(i % 5 ? Index(random() % (rows + 3)) - 1
                            : std::numeric_limits<Index>::min() + Index(i));
  auto makeSmall = [&](int64_t size) {
    std::vector<T> values;
    for (int64_t i = 0; i < size; ++i)
      values.push_back(narrow<T>(Wide<T>(int32_t(random()) >> 20) / 64));
    return values;
  };
  std::vector<T> updates = makeSmall(count * columns),
                 operand = makeSmall(rows * columns), result(rows * columns);
  std::vector<T> expected;
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t column = 0; column < columns; ++column) {
      Wide<T> sum =
          hasOperand ? widen(operand[row * columns + column]) : Wide<T>(0);
      for (int64_t n = 0; n < count; ++n)
        if (int64_t(indices[n]) == row)
          sum = add(sum, widen(updates[n * columns + column]));
      expected.push_back(narrow<T>(sum));
    }
  std::vector<int32_t> places(count);
  std::vector<Index> sorted(count);
  runAll(sortRows, {int64_t(kDType<Index>), 1, 1, count, 1, count, 0},
         {indices.data(), sorted.data(), places.data()}, 1);
  std::vector<void *> buffers = {sorted.data(), places.data(), updates.data()};
  if (hasOperand)
    buffers.push_back(operand.data());
  buffers.push_back(result.data());
  runAll(addSortedRows,
         {int64_t(kDType<T>), 3, rows, columns, count, int64_t(kDType<Index>),
          hasOperand},
         buffers, rows);
  EXPECT_TRUE(sameBits(result, expected))
      << rows << " x " << columns << ", " << count << " updates";
}

TEST(AddRows, AddsInAscendingOrderAndDropsOthers) {
  for (auto [rows, columns, count] :
       {std::tuple{1, 1, 1}, {5, 3, 40}, {100, 16, 30}, {1, 7, 200}, {50, 1, 0},
        {0, 3, 4}, {30, 0, 4}})
    for (bool hasOperand : {false, true}) {
      checkScatter<float, int32_t>(rows, columns, count, hasOperand);
      checkScatter<float, int64_t>(rows, columns, count, hasOperand);
      checkScatter<double, int32_t>(rows, columns, count, hasOperand);
      checkScatter<Half, int64_t>(rows, columns, count, hasOperand);
      checkScatter<Brain, int32_t>(rows, columns, count, hasOperand);
      checkScatter<uint8_t, int32_t>(rows, columns, count, hasOperand);
      checkScatter<int64_t, int64_t>(rows, columns, count, hasOperand);
    }
}

TEST(AddRows, RoundsOnce) {
  // In f16 each sum of two would be 2048 again.
  std::vector<Half> operand = {narrow<Half>(2048.0f)}, result(1),
                    updates(4, narrow<Half>(1.0f));
  std::vector<int32_t> sorted(4, 0), places = {0, 1, 2, 3};
  runAll(addSortedRows,
         {int64_t(fb::DType::f16), 1, 1, 1, 4, int64_t(fb::DType::i32), 1},
         {sorted.data(), places.data(), updates.data(), operand.data(),
          result.data()},
         1);
  EXPECT_EQ(widen(result[0]), 2052.0f);
}
