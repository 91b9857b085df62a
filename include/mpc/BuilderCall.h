//===- BuilderCall.h - one op on its way into a graph ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the generated methods of BuilderOps.h are written with.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_BUILDERCALL_H
#define MPC_BUILDERCALL_H

#include "mpc/BuilderTypes.h"

#include <array>
#include <cstdio>
#include <deque>
#include <optional>

namespace mpc::detail {

/// Operands and attributes of one op, and what is told of its result; or
/// attributes of what a function takes.
class Call {
public:
  Call(const char *op, Graph graph, int64_t function, const Place &place)
      : op(op), graph(std::move(graph)), function(function), place(place) {}

  void operand(const char *name, const Value &value) {
    operands(name, std::vector<Value>{value});
  }
  void optional(const char *name, const Value &value) {
    operands(name, value.isAbsent() ? std::vector<Value>{}
                                    : std::vector<Value>{value});
  }
  void operands(const char *name, const std::vector<Value> &values) {
    std::vector<int64_t> &ids = numbers.emplace_back();
    for (const Value &value : values)
      ids.push_back(value.idIn(graph));
    given.push_back({name, ids.data(), ids.size()});
  }

  void attribute(const char *name, int64_t value) {
    attribute(name, std::to_string(value) + " : i64");
  }
  void attribute(const char *name, const std::optional<int64_t> &value) {
    if (value)
      attribute(name, *value);
  }
  /// By its bits, which may be those of an infinity.
  void attribute(const char *name, double value) {
    uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    char text[32];
    std::snprintf(text, sizeof text, "0x%016llX : f64",
                  static_cast<unsigned long long>(bits));
    attribute(name, std::string(text));
  }
  void attribute(const char *name, const Shape &values) {
    std::string text = "array<i64";
    for (size_t i = 0; i < values.size(); ++i)
      text += (i ? ", " : ": ") + std::to_string(values[i]);
    attribute(name, text + ">");
  }
  void attribute(const char *name, const Dense &value) {
    elements.push_back(value.border());
    attributes.push_back({Text(name), Text(nullptr), &elements.back()});
  }
  /// As MLIR writes it.
  void attribute(const char *name, std::string text) {
    texts.push_back(std::move(text));
    attributes.push_back({Text(name), Text(texts.back()), nullptr});
  }
  void flag(const char *name, bool value) {
    if (value)
      attribute(name, std::string("unit"));
  }

  void tell(Element element) { told = {int32_t(element), nullptr, 0}; }
  void tell(const Shape &shape) {
    // No shape at all would stand for that of the first operand.
    static const int64_t scalar = 0;
    told = {-1, shape.empty() ? &scalar : shape.data(), shape.size()};
  }
  void tell(const Type &type) {
    tell(type.shape);
    told->element = int32_t(type.element);
  }

  /// A parameter, state or input instead of an op.
  Value declare(const char *role, const Text &name, const Type &type) {
    if (!graph)
      return Value();
    int64_t id = mpc_graph_declare(graph.get(), function, role, name,
                                   borderType(type), attributes.data(),
                                   attributes.size(), borderPlace(place));
    return Value(graph, id);
  }

  template <size_t count>
  std::array<Value, count> build() {
    std::array<Value, count> results;
    if (!graph)
      return results;
    mpc_op border = {op,
                     given.data(),
                     given.size(),
                     attributes.data(),
                     attributes.size(),
                     told ? &*told : nullptr,
                     count,
                     borderPlace(place)};
    int64_t first = mpc_graph_add_op(graph.get(), function, &border);
    for (size_t i = 0; i < count; ++i)
      results[i] = Value(graph, first < 0 ? first : first + int64_t(i));
    return results;
  }

private:
  const char *op;
  Graph graph;
  int64_t function;
  Place place;
  // Deques, because what they hold is pointed to.
  std::deque<std::vector<int64_t>> numbers;
  std::deque<std::string> texts;
  std::deque<mpc_elements> elements;
  std::vector<mpc_operand> given;
  std::vector<mpc_attribute> attributes;
  std::optional<mpc_type> told;
};

/// The function whose ops a method builds.
class Body {
public:
  Body() = default;
  Body(Graph graph, int64_t function)
      : graph(std::move(graph)), function(function) {}

protected:
  Call call(const char *op, const Place &place) const {
    return Call(op, graph, function, place);
  }

  Graph graph;
  int64_t function = -1;
};

} // namespace mpc::detail

#endif // MPC_BUILDERCALL_H
