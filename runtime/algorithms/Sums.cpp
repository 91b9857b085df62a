//===- Sums.cpp - running sums, and rows added to rows --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Algorithms.h"

#include <algorithm>
#include <cstring>

namespace mpcrt {

namespace {

//===----------------------------------------------------------------------===//
// cumsum
//===----------------------------------------------------------------------===//

/// Running sums of neighbouring columns. 16 of each of these make one of the
/// next.
template <class T>
class Running {
public:
  /// What stands in front of the segment, and what has come of it.
  T get(int64_t column) const {
    return add(add(tiles[column], add(groups[column], segments[column])),
               elements[column]);
  }
  void take(int64_t column, T x) {
    elements[column] = add(elements[column], x);
  }

  /// `count` elements of each column have been taken.
  void finish(int64_t count) {
    if (count % 16 == 0)
      carry(elements, segments);
    if (count % 256 == 0)
      carry(segments, groups);
    if (count % 4096 == 0)
      carry(groups, tiles);
  }

private:
  using Columns = T[kCumsumColumns];

  static void carry(Columns &from, Columns &to) {
    for (int64_t i = 0; i < kCumsumColumns; ++i) {
      to[i] = add(to[i], from[i]);
      from[i] = 0;
    }
  }

  Columns elements{}, segments{}, groups{}, tiles{};
};

template <class T>
void sumColumns(const Rows &rows, int64_t first, int64_t columns,
                bool exclusive, bool reverse, const T *from, T *to) {
  Running<Wide<T>> running;
  for (int64_t i = 0; i < rows.size; ++i) {
    int64_t at = first + (reverse ? rows.size - 1 - i : i) * rows.inner;
    for (int64_t column = 0; column < columns; ++column) {
      Wide<T> x = widen(from[at + column]);
      if (exclusive)
        to[at + column] = narrow<T>(running.get(column));
      running.take(column, x);
      if (!exclusive)
        to[at + column] = narrow<T>(running.get(column));
    }
    running.finish(i + 1);
  }
}

} // namespace

/// A row is a piece of a row of columns here.
void sumRunning(const int64_t *p, void *const *buffers, void *, int64_t task) {
  Rows rows{p[2], p[3], p[4]};
  int64_t pieces = (rows.inner + kCumsumColumns - 1) / kCumsumColumns;
  int64_t end = std::min(rows.outer * pieces, (task + 1) * p[1]);
  dispatch(p[0], [&](auto element) {
    using T = decltype(element);
    for (int64_t piece = task * p[1]; piece < end; ++piece) {
      int64_t column = piece % pieces * kCumsumColumns;
      sumColumns(rows, piece / pieces * rows.size * rows.inner + column,
                 std::min(kCumsumColumns, rows.inner - column), p[5] != 0,
                 p[6] != 0, static_cast<const T *>(buffers[0]),
                 static_cast<T *>(buffers[1]));
    }
  });
}

//===----------------------------------------------------------------------===//
// add_rows
//===----------------------------------------------------------------------===//

namespace {

template <class T, class Index>
struct Scatter {
  int64_t columns, count;
  const Index *sorted;
  const int32_t *permutation;
  const T *updates, *operand; ///< operand is null for zeros
  T *result;
  Wide<T> *sums; ///< of one row

  /// Rows [first, end) of the result.
  void run(int64_t first, int64_t end) const {
    size_t bytes = (end - first) * columns * sizeof(T);
    if (bytes == 0) // Of no columns, whose memory may be null.
      return;
    if (operand)
      std::memcpy(result + first * columns, operand + first * columns, bytes);
    else
      std::memset(result + first * columns, 0, bytes);
    int64_t at = std::lower_bound(
                     sorted, sorted + count, first,
                     [](Index x, int64_t row) { return int64_t(x) < row; }) -
                 sorted;
    while (at < count && sorted[at] < end)
      at = addRow(at);
  }

private:
  /// All updates of the row that is named at `at`; returns where they end.
  int64_t addRow(int64_t at) const {
    Index row = sorted[at];
    T *to = result + row * columns;
    std::transform(to, to + columns, sums, [](T x) { return widen(x); });
    for (; at < count && sorted[at] == row; ++at) {
      const T *from = updates + permutation[at] * columns;
      for (int64_t column = 0; column < columns; ++column)
        sums[column] = add(sums[column], Wide<T>(widen(from[column])));
    }
    std::transform(sums, sums + columns, to,
                   [](Wide<T> x) { return narrow<T>(x); });
    return at;
  }
};

} // namespace

/// The last parameters are the type of indices, and 1 if there is an operand.
void addSortedRows(const int64_t *p, void *const *buffers, void *scratch,
                   int64_t task) {
  int64_t rows = p[2], first = task * p[1];
  int64_t end = std::min(rows, first + p[1]);
  bool hasOperand = p[6] != 0;
  auto run = [&](auto element, auto index) {
    using T = decltype(element);
    using Index = decltype(index);
    Scatter<T, Index>{p[3],
                      p[4],
                      static_cast<const Index *>(buffers[0]),
                      static_cast<const int32_t *>(buffers[1]),
                      static_cast<const T *>(buffers[2]),
                      static_cast<const T *>(hasOperand ? buffers[3] : nullptr),
                      static_cast<T *>(buffers[hasOperand ? 4 : 3]),
                      static_cast<Wide<T> *>(scratch)}
        .run(first, end);
  };
  dispatch(p[0], [&](auto element) {
    if (fb::DType(p[5]) == fb::DType::i64)
      run(element, int64_t());
    else
      run(element, int32_t());
  });
}

} // namespace mpcrt
