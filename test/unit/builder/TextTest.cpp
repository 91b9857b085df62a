//===- TextTest.cpp - what is built is what is read ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/Builder.h"

#include <gmock/gmock.h>

#include <limits>
#include <regex>
#include <thread>

using namespace mpc;
using testing::HasSubstr;

namespace {

std::string emit(const Model &model, const char *step) {
  CompileOptions options;
  options.emit = step;
  CompileResult result = compile(model, options);
  return result ? result.text : result.diagnostics;
}

std::string emitFromText(const Model &model, const char *step) {
  CompileOptions options;
  options.emit = step;
  CompileResult result = compileText(model.text(), "model.mlir", options);
  return result ? result.text : result.diagnostics + model.text();
}

/// Mean squares of what `body` makes of w, x and a function: something to
/// train.
template <typename Body>
Model buildModel(const Shape &shape, Body body) {
  Model model;
  Value w = model.parameter("w", shape, Init::normal(0, 0.5));
  Function train = model.function("train");
  Value x = train.input("x", shape);
  Value y = body(train, x, w);
  Value squares = train.mul(y, y);
  Shape all;
  for (size_t d = 0; d < squares.shape().size(); ++d)
    all.push_back(int64_t(d));
  train.result("loss", train.reduce(Reduction::sum, squares, all));
  return model;
}

/// Ops that nobody named are called by their lines, here and there others.
std::string dropLines(const std::string &text) {
  return std::regex_replace(text, std::regex("\"([a-z_0-9]+):[0-9]+\""), "$1");
}

/// The model says the same as its text, and prints `line`.
void expectSame(const Model &model, const std::string &line) {
  ASSERT_EQ(model.error(), "");
  EXPECT_THAT(model.text(), HasSubstr(line));
  for (const char *step : {"input", "mixed"})
    EXPECT_EQ(dropLines(emit(model, step)),
              dropLines(emitFromText(model, step)));
}

TEST(Text, PrintsWhatPeopleWrite) {
  Model model = buildModel({4, 3}, [](Function &f, Value x, Value w) {
    return f.add(f.relu(x).named("act"), w);
  });
  EXPECT_EQ(model.text(),
            "func.func @train(%x: tensor<4x3xf32> {mpc.input = \"x\"}, "
            "%w: tensor<4x3xf32> {mpc.init = "
            "#mpc.init<normal(0.000000e+00, 5.000000e-01)>, mpc.param = "
            "\"w\"}) -> (tensor<f32> {mpc.result = \"loss\"}) {\n"
            "  %act = mpc.relu %x : tensor<4x3xf32> loc(\"act\")\n"
            "  %0 = mpc.add %act, %w : tensor<4x3xf32>\n"
            "  %1 = mpc.mul %0, %0 : tensor<4x3xf32>\n"
            "  %2 = mpc.reduce sum, %1 dims [0, 1] : tensor<4x3xf32> -> "
            "tensor<f32>\n"
            "  return %2 : tensor<f32>\n"
            "}\n");
}

TEST(Text, ToldShapesHaveTheOperandsElements) {
  expectSame(buildModel({4, 6},
                        [](Function &f, Value x, Value w) {
                          Value y = f.slice(f.add(x, w), {1, 2}, {2, 3});
                          return f.broadcast(f.reshape(y, {6}), {1}, {2, 6});
                        }),
             "-> tensor<2x6xf32>");
}

TEST(Text, ToldShapesMayBeThoseOfScalars) {
  expectSame(buildModel({1}, [](Function &f, Value,
                                Value w) { return f.reshape(w, {}); }),
             "tensor<1xf32> -> tensor<f32>");
}

TEST(Text, ToldElementsHaveTheOperandsShape) {
  expectSame(buildModel({4},
                        [](Function &f, Value x, Value w) {
                          Value up = f.compare(Comparison::gt, x, w);
                          return f.mul(w, f.convert(up, Element::f32));
                        }),
             "mpc.convert %0 : tensor<4xi1> to tensor<4xf32>");
}

TEST(Text, ToldTypesSayAll) {
  expectSame(buildModel({4},
                        [](Function &f, Value, Value w) {
                          Value i = f.iota(0, {Element::i32, {4}});
                          return f.mul(w, f.convert(i, Element::f32));
                        }),
             "mpc.iota dim 0 : tensor<4xi32>");
}

TEST(Text, OptionsMayBeLeftOutOrGiven) {
  expectSame(buildModel({1, 6, 6, 2},
                        [](Function &f, Value x, Value w) {
                          MaxPool2dOptions options;
                          options.stride = {2, 2};
                          return f.max_pool2d(f.elu(f.add(x, w)), {2, 2},
                                              options);
                        }),
             "size [2, 2] stride [2, 2]");
  expectSame(buildModel({4}, [](Function &f, Value,
                                Value w) { return f.elu(w, {0.5}); }),
             "alpha 5.000000e-01");
}

TEST(Text, OperandsMayBeLeftOut) {
  Model model;
  Value w = model.parameter("w", {3}), b = model.parameter("b", {3});
  Function train = model.function("train");
  Value x = train.input("x", {4, 3});
  LayerNormOptions offset;
  offset.offset = b;
  Value y = train.layer_norm(train.layer_norm(x, {1}, {w, b}), {1}, offset);
  train.result("loss", train.reduce(Reduction::sum, y, {0, 1}));
  expectSame(model, "mpc.layer_norm %x scale %w offset %b dims [1]");
  expectSame(model, "mpc.layer_norm %0 offset %b dims [1]");
}

TEST(Text, OpsMayTakeAndGiveSeveralValues) {
  expectSame(buildModel({4, 3},
                        [](Function &f, Value x, Value w) {
                          auto [values, places] = f.sort(f.add(x, w), 1);
                          EXPECT_EQ(places.type(), Type(Element::i32, {4, 3}));
                          return f.concat({values, w, w}, 0);
                        }),
             "mpc.concat %values, %w, %w dim 0");
}

TEST(Text, TheStepKnowsTheKeyOfDropout) {
  expectSame(buildModel({4}, [](Function &f, Value,
                                Value w) { return f.dropout(w, 0.25, {3}); }),
             "mpc.dropout %w rate 2.500000e-01 stream 3");
}

TEST(Text, ConstantsHaveAnyElements) {
  expectSame(buildModel({2},
                        [](Function &f, Value, Value w) {
                          Value c = f.constant({{2}, std::vector<float>{1, 2}});
                          Value i = f.constant(
                              {Type(Element::ui8, {2}), std::vector{0, 255}});
                          Value b = f.constant({Type(Element::i1, {2}), true});
                          Value s = f.add(c, f.convert(i, Element::f32));
                          return f.select(b, w, f.add(w, s));
                        }),
             "dense<[0, 255]> : tensor<2xui8>");
}

TEST(Text, NumbersKeepTheirBits) {
  PadOptions options;
  options.value = -std::numeric_limits<double>::infinity();
  expectSame(
      buildModel({2}, [&](Function &f, Value,
                          Value w) { return f.pad(w, {1}, {0}, options); }),
      "with 0xFFF0000000000000");
}

TEST(Text, NamesMayBeAnything) {
  for (const char *name : {"a b", "\"q\"", "\\", "x) loc(unknown)", "\xc3\xa4"})
    expectSame(
        buildModel({2}, [&](Function &f, Value x,
                            Value w) { return f.add(x, w).named(name); }),
        "mpc.add");
}

TEST(Text, FormatsMayBeSaid) {
  expectSame(buildModel({2}, [](Function &f, Value,
                                Value w) { return f.exp(w).kept("f16"); }),
             "mpc.exp %w {mpc.keep = \"f16\"}");
}

TEST(Text, FunctionsShareParametersAndStates) {
  Model model;
  Value scale = model.parameter("scale", {3}, Init::ones());
  Value offset = model.parameter("offset", {3}, Init::zeros(), {0.5, 0, false});
  Value mean = model.state("mean", {3});
  Value variance = model.state("variance", {3}, Init::ones());
  Function train = model.function("train"), eval = model.function("eval");
  Value x = train.input("x", {8, 3});
  BatchNormResults norm = train.batch_norm(x, scale, offset, mean, variance);
  train.result("loss", train.reduce(Reduction::sum, norm.result, {0, 1}));
  train.update(mean, norm.new_mean);
  train.update(variance, norm.new_variance);
  eval.result("y", eval.batch_norm_inference(eval.input("x", {8, 3}), scale,
                                             offset, mean, variance));
  expectSame(model, "%offset: tensor<3xf32> {mpc.decay_factor = 0.000000e+00 : "
                    "f64, mpc.lr_factor = 5.000000e-01 : f64, mpc.param = "
                    "\"offset\"}");
  expectSame(model, "(tensor<f32> {mpc.result = \"loss\"}, tensor<3xf32> "
                    "{mpc.updates = \"mean\"}, tensor<3xf32> {mpc.updates = "
                    "\"variance\"})");
}

/// Inputs first, then what the model declared, in that order, whatever is used
/// first: parameters lie in their arena in the order of arguments.
TEST(Text, ArgumentsAreInTheOrderOfDeclarations) {
  Model model;
  Value a = model.parameter("a", {2}), b = model.parameter("b", {2});
  Function train = model.function("train");
  Value y = train.mul(b, b);
  y = train.add(y, train.mul(a, train.input("x", {2})));
  train.result("loss", train.reduce(Reduction::sum, y, {0}));
  expectSame(model, "@train(%x: tensor<2xf32> {mpc.input = \"x\"}, "
                    "%a: tensor<2xf32> {mpc.param = \"a\"}, %b: ");
}

TEST(Text, AModelMayGrowAfterItWasCompiled) {
  Model model = buildModel(
      {2}, [](Function &f, Value x, Value w) { return f.add(x, w); });
  EXPECT_TRUE(compile(model)) << compile(model).diagnostics;
  Function predict = model.function("predict");
  predict.result("y", predict.input("x", {2}));
  expectSame(model, "@predict");
  EXPECT_TRUE(compile(model)) << compile(model).diagnostics;
}

TEST(Text, EnginesDoNotDependOnTheWay) {
  Model model = buildModel({64, 3}, [](Function &f, Value x, Value w) {
    return f.mul(x, w).named("product");
  });
  CompileResult first = compile(model), second = compile(model);
  ASSERT_TRUE(first) << first.diagnostics;
  EXPECT_EQ(first.engine, second.engine);
}

TEST(Text, ModelsAreBuiltAndCompiledInParallel) {
  auto build = [] {
    return compile(buildModel({64, 3}, [](Function &f, Value x, Value w) {
      return f.softmax(f.mul(x, w), 1);
    }));
  };
  std::vector<CompileResult> results(8);
  std::vector<std::thread> threads;
  for (CompileResult &result : results)
    threads.emplace_back([&result, &build] { result = build(); });
  for (std::thread &thread : threads)
    thread.join();
  for (const CompileResult &result : results) {
    EXPECT_TRUE(result) << result.diagnostics;
    EXPECT_EQ(result.engine, results[0].engine);
  }
}

} // namespace
