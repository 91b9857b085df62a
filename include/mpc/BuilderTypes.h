//===- BuilderTypes.h - what ops of Builder.h are made of -----------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_BUILDERTYPES_H
#define MPC_BUILDERTYPES_H

#include "mpc/Graph.h"

#include <charconv>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace mpc {

/// Numbered like mpcrt_dtype.
enum class Element { i1, ui8, i32, i64, f16, bf16, f32, f64 };

using Shape = std::vector<int64_t>;

/// Type of a tensor: {64, 10} is one of f32, {Element::ui8, {64}} one of bytes.
struct Type {
  Element element = Element::f32;
  Shape shape;

  Type() = default;
  Type(std::initializer_list<int64_t> shape) : shape(shape) {}
  Type(Shape shape) : shape(std::move(shape)) {}
  Type(Element element, Shape shape)
      : element(element), shape(std::move(shape)) {}

  bool operator==(const Type &other) const {
    return element == other.element && shape == other.shape;
  }
  bool operator!=(const Type &other) const { return !(*this == other); }
};

/// The line of a call, which messages name. Every call has it by itself.
struct Place {
  const char *file;
  int line;

  static Place here(const char *file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
    return {file, line};
  }
};

namespace detail {

using Graph = std::shared_ptr<mpc_graph>;

/// A name that somebody gives; null is an empty one.
struct Text : mpc_text {
  Text(const char *text) : mpc_text{text, text ? std::strlen(text) : 0} {}
  Text(const std::string &text) : mpc_text{text.data(), text.size()} {}
};

inline mpc_place borderPlace(const Place &place) {
  return {place.file, place.line};
}

inline mpc_type borderType(const Type &type) {
  return {int32_t(type.element), type.shape.data(), type.shape.size()};
}

} // namespace detail

/// A tensor of a model that is being built: what an op gives, an input of a
/// function, or a parameter or state of all of them. None, and so false, is
/// what came of a call that failed.
class Value {
public:
  Value() = default;
  Value(detail::Graph graph, int64_t id) : graph(std::move(graph)), id(id) {
    if (id < 0)
      return;
    mpc_type known = mpc_graph_type(this->graph.get(), id);
    is.element = Element(known.element);
    is.shape.assign(known.shape, known.shape + known.rank);
  }

  explicit operator bool() const { return id >= 0; }
  const Type &type() const { return is; }
  /// Empty if this is none, as what follows an error is: ask for one size by
  /// dim.
  const Shape &shape() const { return is.shape; }
  /// Size of one dimension, of which -1 is the last; 0 if there is none.
  int64_t dim(int64_t number) const {
    int64_t rank = int64_t(is.shape.size());
    int64_t index = number < 0 ? rank + number : number;
    return index >= 0 && index < rank ? is.shape[size_t(index)] : 0;
  }
  Element element() const { return is.element; }

  /// Names the op that made this, as options such as CompileOptions::keep and
  /// messages call it.
  const Value &named(const detail::Text &name) const {
    if (*this)
      mpc_graph_set_name(graph.get(), id, name);
    return *this;
  }

  /// Says how the op that made this is stored, whatever the policy thinks: f32,
  /// tf32, bf16 or f16.
  const Value &kept(const detail::Text &format) const {
    if (*this)
      mpc_graph_set_format(graph.get(), id, format);
    return *this;
  }

  /// True if no call has given this.
  bool isAbsent() const { return !graph; }

  /// The number that this has in `other`.
  int64_t idIn(const detail::Graph &other) const {
    return graph && graph != other ? int64_t(MPC_FOREIGN_VALUE) : id;
  }

private:
  detail::Graph graph;
  int64_t id = MPC_NO_VALUE;
  Type is;
};

/// How init(seed) fills a parameter or a state.
class Init {
public:
  static Init zeros() { return Init("zeros"); }
  static Init ones() { return Init("ones"); }
  static Init uniform(double low, double high) {
    return Init("uniform" + describe(low, high));
  }
  static Init normal(double mean, double deviation) {
    return Init("normal" + describe(mean, deviation));
  }
  static Init xavierUniform() { return Init("xavier_uniform"); }
  static Init xavierNormal() { return Init("xavier_normal"); }
  static Init kaimingUniform() { return Init("kaiming_uniform"); }
  static Init kaimingNormal() { return Init("kaiming_normal"); }

  /// As a model has it.
  std::string text() const { return "#mpc.init<" + scheme + ">"; }
  bool isZeros() const { return scheme == "zeros"; }

private:
  explicit Init(std::string scheme) : scheme(std::move(scheme)) {}

  static std::string describe(double first, double second) {
    return "(" + describe(first) + ", " + describe(second) + ")";
  }
  /// Unlike printf, knows nothing of locales.
  static std::string describe(double number) {
    char text[64];
    auto end = std::to_chars(text, text + sizeof text, number,
                             std::chars_format::scientific, 17);
    return std::string(text, end.ptr);
  }

  std::string scheme;
};

/// Elements that are known when a model is compiled: one for all, or each in
/// row-major order. They are rounded to the type's.
class Dense {
public:
  template <typename T, typename = std::enable_if_t<std::is_arithmetic_v<T>>>
  Dense(Type type, T value) : Dense(std::move(type), std::vector<T>{value}) {}

  template <typename T>
  Dense(Type type, const std::vector<T> &values) : is(std::move(type)) {
    if constexpr (std::is_floating_point_v<T>)
      numbers.assign(values.begin(), values.end());
    else
      integers.assign(values.begin(), values.end());
  }

  mpc_elements border() const {
    return {detail::borderType(is), numbers.empty() ? nullptr : numbers.data(),
            integers.empty() ? nullptr : integers.data(),
            numbers.size() + integers.size()};
  }

private:
  Type is;
  std::vector<double> numbers;
  std::vector<int64_t> integers;
};

} // namespace mpc

#endif // MPC_BUILDERTYPES_H
