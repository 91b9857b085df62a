//===- Builder.h - builds a model in C++ ----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A model without a text: parameters and states that all functions share, and
// functions whose methods are the ops of docs/ops.md. C++17, nothing of LLVM.
//
//   mpc::Model model;
//   mpc::Value w = model.parameter("w", {4, 1}, mpc::Init::xavierUniform());
//   mpc::Function train = model.function("train");
//   mpc::Value x = train.input("x", {16, 4}), y = train.input("y", {16, 1});
//   mpc::Value guess = train.dot_general(x, w, {1}, {0});
//   mpc::Value errors = train.squared_error(guess, y);
//   train.result("loss", train.reduce(mpc::Reduction::mean, errors, {0, 1}));
//   mpc::CompileResult compiled = mpc::compile(model);
//
// Every op is verified when it is built. Nothing throws: a call that fails
// gives a value that is none, and the first error stays in the model, which
// compiles to that error. A model and what belongs to it are used by one thread
// at a time.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_BUILDER_H
#define MPC_BUILDER_H

#include "mpc/BuilderOps.h"

namespace mpc {

/// One function of a model: "train", whose result "loss" is differentiated;
/// "eval", "predict" and others run forward only. Copies are the same function.
class Function : public detail::Ops {
public:
  using Ops::Ops;

  /// One batch of data.
  Value input(const detail::Text &name, const Type &type,
              const Place &place = Place::here()) {
    return call("", place).declare("mpc.input", name, type);
  }

  /// Hands `value` to the caller as `name`.
  void result(const detail::Text &name, const Value &value,
              const Place &place = Place::here()) {
    if (graph)
      mpc_graph_add_result(graph.get(), function, name, value.idIn(graph),
                           detail::borderPlace(place));
  }

  /// Makes `value` what `state` holds after a step.
  void update(const Value &state, const Value &value,
              const Place &place = Place::here()) {
    if (graph)
      mpc_graph_add_update(graph.get(), function, state.idIn(graph),
                           value.idIn(graph), detail::borderPlace(place));
  }
};

/// What is particular to a parameter.
struct ParameterOptions {
  double lrFactor = 1;    ///< factor of its learning rate
  double decayFactor = 1; ///< factor of its weight decay
  bool frozen = false;    ///< not trained
};

/// A model that is being built. Copies are the same model.
class Model {
public:
  Model() : graph(mpc_graph_create(), mpc_graph_destroy) {}

  /// What training finds, in f32; a function takes it when it is used there.
  Value parameter(const detail::Text &name, const Type &type,
                  const Init &init = Init::zeros(),
                  const ParameterOptions &options = {},
                  const Place &place = Place::here()) {
    detail::Call call("", graph, -1, place);
    if (!init.isZeros())
      call.attribute("mpc.init", init.text());
    if (options.lrFactor != 1)
      call.attribute("mpc.lr_factor", options.lrFactor);
    if (options.decayFactor != 1)
      call.attribute("mpc.decay_factor", options.decayFactor);
    call.flag("mpc.frozen", options.frozen);
    return call.declare("mpc.param", name, type);
  }

  /// What functions update but training does not find, such as running means.
  Value state(const detail::Text &name, const Type &type,
              const Init &init = Init::zeros(),
              const Place &place = Place::here()) {
    detail::Call call("", graph, -1, place);
    if (!init.isZeros())
      call.attribute("mpc.init", init.text());
    return call.declare("mpc.state", name, type);
  }

  Function function(const detail::Text &name,
                    const Place &place = Place::here()) {
    if (!graph)
      return Function();
    return Function(graph, mpc_graph_add_function(graph.get(), name,
                                                  detail::borderPlace(place)));
  }

  /// The first error, located in the program that built the model, with notes;
  /// empty if there is none.
  std::string error() const {
    if (!graph)
      return "error: there is no model\n";
    mpc_text text = mpc_graph_error(graph.get());
    return std::string(text.data, text.size);
  }
  explicit operator bool() const { return error().empty(); }

  /// The model as `mpc compile` reads it; empty after an error.
  std::string text() const {
    if (!graph)
      return "";
    mpc_text text = mpc_graph_print(graph.get());
    return std::string(text.data, text.size);
  }

  /// For calls of the border.
  const mpc_graph *get() const { return graph.get(); }

private:
  detail::Graph graph;
};

/// Compiles a model as compileText does its text, but messages name the lines
/// of the program that built it. The model may go on to grow.
inline CompileResult compile(const Model &model,
                             const CompileOptions &options = {}) {
  return compileGraph(model.get(), options);
}

} // namespace mpc

#endif // MPC_BUILDER_H
