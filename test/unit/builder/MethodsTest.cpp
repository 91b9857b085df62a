//===- MethodsTest.cpp - every method, with anything --------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls each method that was made from a row with values, numbers and shapes
// that are drawn at random. What it builds is what its text says; what it
// refuses it refuses in words.
//
//===----------------------------------------------------------------------===//

#include "mpc/Builder.h"

#include <gmock/gmock.h>

#include <random>

using namespace mpc;
using testing::HasSubstr;

namespace {

constexpr int kCalls = 60;

class Draw {
public:
  explicit Draw(unsigned seed) : random(seed), train(model.function("train")) {
    // A few types and shapes, so that they often agree.
    Shape shape = drawShape(3);
    bool areFloats = below(4) != 0;
    for (int i = 0; i < 6; ++i) {
      Shape own = i < 4 ? shape : drawShape(4);
      Element element = areFloats && i < 5 ? Element::f32 : Element(below(8));
      values.push_back(train.input("x" + std::to_string(i), {element, own}));
    }
    values.push_back(train.input("key", {Element::i64, {}}));
  }

  template <typename T>
  T draw() {
    if constexpr (std::is_same_v<T, Value>)
      return values[below(values.size())];
    else if constexpr (std::is_same_v<T, std::vector<Value>>)
      return drawMany<Value>(3);
    else if constexpr (std::is_same_v<T, int64_t>)
      return below(8) ? int64_t(below(3)) : int64_t(random()) - (1LL << 31);
    else if constexpr (std::is_same_v<T, double>)
      return double(below(5)) / 4;
    else if constexpr (std::is_same_v<T, Shape>)
      return below(8) ? drawShape(3) : Shape{INT64_MAX, -1};
    else if constexpr (std::is_same_v<T, Type>)
      return Type(draw<Element>(), draw<Shape>());
    else if constexpr (std::is_same_v<T, Dense>)
      return Dense(draw<Type>(), drawMany<int64_t>(3));
    else if constexpr (std::is_enum_v<T>)
      return T(below(9));
    else
      return T(); // Options, and the place.
  }

  /// One op, as a result.
  template <typename Result, typename... Arguments>
  void call(Result (detail::Ops::*method)(Arguments...)) {
    (train.*method)(draw<std::decay_t<Arguments>>()...);
  }

  Model model;

private:
  unsigned below(size_t bound) { return unsigned(random() % bound); }
  Shape drawShape(size_t rank) {
    Shape shape(below(rank + 1));
    for (int64_t &size : shape)
      size = below(4);
    return shape;
  }
  template <typename T>
  std::vector<T> drawMany(size_t most) {
    std::vector<T> many(below(most + 1));
    for (T &one : many)
      one = draw<T>();
    return many;
  }

  std::mt19937 random;
  Function train;
  std::vector<Value> values;
};

/// Calls one method often; says how often it built something.
template <typename Method>
int callOften(const char *op, Method method) {
  int built = 0;
  for (int i = 0; i < kCalls; ++i) {
    Draw draw(i);
    draw.call(method);
    if (!draw.model) {
      EXPECT_THAT(draw.model.error(), HasSubstr("error: "));
      EXPECT_EQ(draw.model.text(), "");
      continue;
    }
    ++built;
    std::string text = draw.model.text();
    EXPECT_THAT(text, HasSubstr(std::string("mpc.") + op));
    CompileOptions options;
    options.emit = "input";
    CompileResult fromText = compileText(text, "text.mlir", options);
    EXPECT_TRUE(fromText) << fromText.diagnostics << text;
    EXPECT_EQ(fromText.text, compile(draw.model, options).text);
  }
  return built;
}

TEST(Methods, BuildOrRefuse) {
  int built = 0, methods = 0;
#define METHOD(op, method)                                                     \
  built += callOften(op, &Function::method);                                   \
  ++methods;
#include "Methods.inc"
  EXPECT_GT(methods, 80);
  // Neither always nor never.
  EXPECT_GT(built, methods * kCalls / 20);
  EXPECT_LT(built, methods * kCalls * 19 / 20);
}

} // namespace
