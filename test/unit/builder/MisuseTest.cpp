//===- MisuseTest.cpp - what a builder says of misuse -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/Builder.h"

#include <gmock/gmock.h>

#include <functional>
#include <ostream>

using namespace mpc;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

namespace {

struct Context {
  Model model, other;
  Value w = model.parameter("w", {4, 3}), s = model.state("s", {3});
  Function train = model.function("train"), eval = model.function("eval");
  Value x = train.input("x", {4, 3}), ofEval = eval.input("x", {4, 3});
  Value i = train.input("i", {Element::i32, {4}});
  Value foreign = other.parameter("w", {4, 3});
};

struct Misuse {
  const char *name;
  std::function<void(Context &)> commit;
  const char *says;
};

std::ostream &operator<<(std::ostream &out, const Misuse &misuse) {
  return out << misuse.name;
}

class BuilderMisuse : public testing::TestWithParam<Misuse> {};

/// A message that names this file, a model that stays as it is, and no crash.
TEST_P(BuilderMisuse, Says) {
  Context c;
  GetParam().commit(c);
  std::string error = c.model.error();
  EXPECT_THAT(error, HasSubstr(GetParam().says));
  EXPECT_THAT(error, testing::ContainsRegex("MisuseTest.cpp:[0-9]+: error: "));
  EXPECT_FALSE(c.model);
  Value later = c.train.add(c.x, c.x);
  EXPECT_FALSE(later);
  EXPECT_FALSE(c.train.relu(later));
  c.train.result("later", later);
  EXPECT_EQ(c.model.error(), error);
  EXPECT_EQ(c.model.text(), "");
  CompileResult result = compile(c.model);
  EXPECT_EQ(result.status, CompileStatus::badInput);
  EXPECT_EQ(result.diagnostics, error);
  // The same, taken apart.
  ASSERT_EQ(result.messages.size(), 1u);
  EXPECT_THAT(result.messages[0].file, testing::EndsWith("MisuseTest.cpp"));
  EXPECT_GT(result.messages[0].line, 0);
  EXPECT_THAT(error, HasSubstr("error: " + result.messages[0].text + "\n"));
  for (const CompileMessage &note : result.messages[0].notes)
    EXPECT_THAT(error, HasSubstr("note: " + note.text + "\n"));
}

const Misuse kMisuses[] = {
    {"Shapes", [](Context &c) { c.train.dot_general(c.x, c.w, {1}, {0}); },
     "'mpc.dot_general' op expects lhs and rhs to agree in contracting "
     "dimension 0, but got 3 and 4"},
    {"ShapesOfElements",
     [](Context &c) {
       c.train.add(c.x, c.train.reshape(c.w, {3, 4}).named("turned"));
     },
     "note: rhs is tensor<3x4xf32> \"turned\""},
    {"Elements", [](Context &c) { c.train.gather(c.x, c.w, 0); },
     "'mpc.gather' op operand #1"},
    {"Attribute", [](Context &c) { c.train.softmax(c.x, 7); },
     "expects dim to be inside the rank of operand, but got 7 and rank 2"},
    {"NoOperand", [](Context &c) { c.train.add(c.x, Value()); },
     "rhs of 'mpc.add' is no value"},
    {"OtherModel", [](Context &c) { c.train.add(c.foreign, c.x); },
     "lhs of 'mpc.add' is a value of another model"},
    {"OtherModelsValueByTheWay",
     [](Context &c) {
       LayerNormOptions options;
       options.scale = c.foreign;
       c.train.layer_norm(c.x, {1}, options);
     },
     "scale of 'mpc.layer_norm' is a value of another model"},
    {"OtherFunction", [](Context &c) { c.train.add(c.x, c.ofEval); },
     "rhs of 'mpc.add' is a value of function 'eval', not of 'train'"},
    {"ParameterTwice", [](Context &c) { c.model.parameter("w", {4, 3}); },
     "'w' is declared twice"},
    {"ParameterAndState", [](Context &c) { c.model.state("w", {4, 3}); },
     "'w' is declared twice"},
    {"InputTwice", [](Context &c) { c.train.input("x", {4}); },
     "'x' is declared twice"},
    {"FunctionTwice", [](Context &c) { c.model.function("train"); },
     "there already is a function 'train'"},
    {"NullName", [](Context &c) { c.model.parameter(nullptr, {4}); },
     "to be a name, but got \"\""},
    {"NullFunction", [](Context &c) { c.model.function(nullptr); },
     "expects the name of a function to be printable"},
    {"NullResult", [](Context &c) { c.train.result(nullptr, c.x); },
     "to be a name, but got \"\""},
    {"ZeroInName",
     [](Context &c) { c.model.parameter(std::string("a\0b", 3), {4}); },
     "to be a name of printable characters"},
    {"NameIsNoText", [](Context &c) { c.train.relu(c.x).named("\xff"); },
     "expects a name of printable characters"},
    {"IntegerParameter",
     [](Context &c) { c.model.parameter("p", {Element::i32, {4}}); },
     "expects parameter \"p\" to have float elements"},
    {"NegativeShape", [](Context &c) { c.model.parameter("p", {4, -1}); },
     "expects dimensions from 0 up, but got -1"},
    {"HugeShape",
     [](Context &c) { c.train.input("p", {INT64_MAX, INT64_MAX}); },
     "expects tensors of at most 2^40 bytes"},
    {"UnknownElement", [](Context &c) { c.train.convert(c.x, Element(77)); },
     "expects an element type, but got number 77"},
    {"UnknownCase", [](Context &c) { c.train.reduce(Reduction(77), c.x, {0}); },
     "expected ::mpc::Reduction to be one of: sum"},
    {"InitOfState",
     [](Context &c) {
       c.model.state("t", {Element::i64, {}}, Init::normal(0, 1));
     },
     "expects 'mpc.init' on float elements"},
    {"BadInit",
     [](Context &c) { c.model.parameter("p", {4}, Init::uniform(1, 0)); },
     "expects low <= high in 'uniform'"},
    {"NegativeRate",
     [](Context &c) {
       c.model.parameter("p", {4}, Init::ones(), {-1, 1, false});
     },
     "to be a finite f64 from 0 up"},
    {"ToldShape", [](Context &c) { c.train.reshape(c.x, {5}); },
     "'mpc.reshape' op expects operand and result to have equally many "
     "elements, but got 12 and 5"},
    {"ToldNegativeShape", [](Context &c) { c.train.reshape(c.x, {-12}); },
     "expects dimensions from 0 up, but got -12"},
    {"NumberOfElements",
     [](Context &c) { c.train.constant({{3}, std::vector{1, 2}}); },
     "expects one element or 3 of them for 'tensor<3xf32>', but got 2"},
    {"NoElements",
     [](Context &c) { c.train.constant({{3}, std::vector<float>()}); },
     "expects one element or 3 of them"},
    {"FloatsForIntegers",
     [](Context &c) { c.train.constant({{Element::i32, {3}}, 0.5}); },
     "expects integers for 'tensor<3xi32>', but got floats"},
    {"RangeOfElements",
     [](Context &c) { c.train.constant({{Element::ui8, {3}}, 256}); },
     "expects elements of 'ui8', but got 256"},
    {"ResultTwice",
     [](Context &c) {
       c.train.result("loss", c.x);
       c.train.result("loss", c.w);
     },
     "\"loss\" is returned twice by 'train'"},
    {"ResultOfOther", [](Context &c) { c.train.result("loss", c.ofEval); },
     "the result is a value of function 'eval', not of 'train'"},
    {"UpdateOfParameter", [](Context &c) { c.train.update(c.w, c.x); },
     "expects 'mpc.updates' to name a state, but got \"w\""},
    {"UpdateOfOp", [](Context &c) { c.train.update(c.train.relu(c.x), c.x); },
     "expects a state to be updated"},
    {"UpdateWithOtherShape", [](Context &c) { c.train.update(c.s, c.x); },
     "expects state \"s\" to be updated with 'tensor<3xf32>', but got "
     "'tensor<4x3xf32>'"},
    {"Format", [](Context &c) { c.train.relu(c.x).kept("f8"); },
     "to be f32, tf32, bf16 or f16, but got \"f8\""},
    {"MoreOperands", [](Context &c) { c.train.concat({c.x, c.w, Value()}, 0); },
     "inputs of 'mpc.concat' is no value"},
    {"NoOperands", [](Context &c) { c.train.concat({}, 0); },
     "'mpc.concat' op"},
};

INSTANTIATE_TEST_SUITE_P(All, BuilderMisuse, testing::ValuesIn(kMisuses),
                         [](const auto &info) { return info.param.name; });

TEST(BuilderErrors, NameTheCallAndBothShapes) {
  Context c;
  c.train.dot_general(c.train.relu(c.x).named("act"), c.w, {1}, {0});
  EXPECT_THAT(c.model.error(),
              MatchesRegex(".*MisuseTest.cpp:[0-9]+: error: 'mpc.dot_general' "
                           "op expects .*\n"
                           ".*: note: rhs is parameter \"w\", declared here\n"
                           ".*: note: lhs is tensor<4x3xf32> \"act\"\n"
                           ".*: note: rhs is tensor<4x3xf32>\n"));
}

TEST(BuilderErrors, ComeFromPassesToo) {
  Model model;
  model.function("train").result("y", model.parameter("w", {4}));
  CompileResult result = compile(model);
  EXPECT_EQ(result.status, CompileStatus::badInput);
  EXPECT_THAT(result.diagnostics,
              MatchesRegex(".*MisuseTest.cpp:[0-9]+: error: expects the first "
                           "result of 'train' to be a scalar loss.*\n"));
}

TEST(BuilderErrors, AModelIsMoreThanNothing) {
  EXPECT_EQ(compile(Model()).status, CompileStatus::badInput);
  EXPECT_THAT(compile(Model()).diagnostics,
              HasSubstr("expects a model to have a public function"));
  Model model;
  model.function("train");
  EXPECT_EQ(compile(model).status, CompileStatus::badInput);
  EXPECT_THAT(compile(model).diagnostics, HasSubstr("MisuseTest.cpp"));
}

TEST(BuilderErrors, OptionsAreOptions) {
  Context c;
  CompileOptions options;
  options.format = "f8";
  CompileResult result = compile(c.model, options);
  EXPECT_EQ(result.status, CompileStatus::usage);
  EXPECT_THAT(result.diagnostics, StartsWith("mpc: error: unknown format"));
}

TEST(BuilderErrors, MovedFromIsNoModel) {
  Model model;
  Model moved = std::move(model);
  EXPECT_EQ(model.error(), "error: there is no model\n");
  EXPECT_EQ(model.text(), "");
  EXPECT_FALSE(model.parameter("w", {4}));
  EXPECT_FALSE(model.function("f").input("x", {4}));
  EXPECT_EQ(compile(model).status, CompileStatus::badInput);
  EXPECT_TRUE(moved);
}

TEST(BuilderErrors, FunctionsAndValuesMayOutliveTheModel) {
  Function train;
  Value x;
  {
    Model model;
    train = model.function("train");
    x = train.input("x", {4});
  }
  Value y = train.relu(x).named("act");
  train.result("y", y);
  EXPECT_EQ(y.shape(), Shape{4});
}

TEST(BuilderErrors, WhatFollowsThemHasNoSizes) {
  Context c;
  EXPECT_EQ(c.x.dim(0), 4);
  EXPECT_EQ(c.x.dim(-1), 3);
  EXPECT_EQ(c.x.dim(2), 0);
  EXPECT_EQ(c.x.dim(-3), 0);
  Value none = c.train.softmax(c.x, 7);
  EXPECT_EQ(none.dim(0), 0);
  EXPECT_EQ(none.dim(-1), 0);
  EXPECT_EQ(c.eval.input("z", {3}).dim(0), 0);
}

TEST(BuilderErrors, NoFunctionBuildsNothing) {
  Function none;
  EXPECT_FALSE(none.relu(Value()));
  none.result("loss", Value());
  none.update(Value(), Value());
  EXPECT_EQ(Value().named("x").kept("f16").type(), Type());
}

} // namespace
