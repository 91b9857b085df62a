//===- Drawing.h - a random graph in the making ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_NUMERIC_DRAWING_H
#define MPC_TEST_NUMERIC_DRAWING_H

#include "Cases.h"
#include "RandomGraph.h"

#include <functional>
#include <set>

struct Drawn {
  std::string name;
  Shape shape;
  double size = 1; ///< about how large its elements are
};

int64_t countElements(const Shape &shape);
std::string listOf(const Shape &dims);
/// "(tensor<…>, …) -> tensor<…>"
std::string signatureOf(const std::vector<Drawn> &operands,
                        const Shape &result);
/// `shape` without the dimensions `dims`.
Shape without(const Shape &shape, const Shape &dims);

/// What rows draw from: values at hand, and chance.
class Drawing {
public:
  explicit Drawing(uint64_t seed) : state(seed * 2654435769u + 1) {}

  int64_t below(int64_t count);
  int64_t between(int64_t least, int64_t most) {
    return least + below(most - least + 1);
  }
  bool flip() { return below(2); }
  template <class T>
  T oneOf(std::initializer_list<T> choices) {
    return choices.begin()[below(choices.size())];
  }
  /// Some of 0 … rank - 1, in order, at least `least`.
  Shape someDims(int64_t rank, int64_t least = 1);
  Shape permutation(int64_t rank);

  /// A value to compute with, rather a late one, of `least` to `most`
  /// dimensions and few elements.
  Drawn any(int64_t least = 0, int64_t most = 5, int64_t elements = kMost);
  /// A value of that shape, maybe a new parameter.
  Drawn like(const Shape &shape);
  Drawn parameter(const Shape &shape);
  Drawn constant(const Shape &shape, double value);
  /// A value of `rank` dimensions, which something else is reshaped to.
  Drawn reshaped(int64_t rank);
  /// An i32 input of numbers from `least` to `most`.
  Drawn indices(const Shape &shape, int64_t least, int64_t most);
  /// Elements that are positive, or inside (-1, 1), made of those of `value`.
  Drawn inside(Domain domain, const Drawn &value);

  /// A line of text; `expression` lacks the result.
  Drawn emit(const std::string &expression, const Shape &shape, double size);
  /// The first of `results`; nobody reads the others.
  Drawn emitFirst(const std::string &expression, const Shape &shape,
                  double size, int results = 2);
  /// "mpc.<form> %a, %b<attributes> : type"
  Drawn elementwise(const std::string &form, const std::vector<Drawn> &operands,
                    double size, const std::string &attributes = "");
  /// "mpc.<form> %a, %b<attributes> : (types) -> type"
  Drawn functional(const std::string &form, const std::vector<Drawn> &operands,
                   const std::string &attributes, const Shape &shape,
                   double size);
  /// "mpc.<form> %a<attributes> : type -> type"
  Drawn unary(const std::string &form, const Drawn &operand,
              const std::string &attributes, const Shape &shape, double size);
  Drawn reduce(const std::string &kind, const Drawn &operand,
               const Shape &dims);
  Drawn broadcast(const Drawn &operand, const Shape &dims, const Shape &shape);

  /// Makes a result a value at hand.
  void keep(Drawn value);
  /// The loss reads what nothing else has read.
  RandomGraph finish();

  static constexpr int64_t kMost = 160; ///< elements of a value

private:
  Drawn take(size_t index);
  Shape factors(int64_t count, int64_t rank);
  double number() { return double(below(1 << 20)) / (1 << 20); }

  uint64_t state;
  std::string lines, arguments;
  std::vector<Drawn> values;
  std::set<std::string> unused;
  int64_t count = 0;
  RandomGraph graph;
};

/// How an op is drawn.
struct RandomRow {
  std::string op;
  std::function<void(Drawing &)> draw;
};

void addRandomElementwise(std::vector<RandomRow> &rows);
void addRandomMovement(std::vector<RandomRow> &rows);
void addRandomSums(std::vector<RandomRow> &rows);
void addRandomImages(std::vector<RandomRow> &rows);
void addRandomNorms(std::vector<RandomRow> &rows);

#endif // MPC_TEST_NUMERIC_DRAWING_H
