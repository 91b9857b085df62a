//===- Dataset.cpp - named arrays of examples -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Dataset.h"

#include "ArrayFile.h"
#include "Failure.h"
#include "Text.h"

#include <algorithm>
#include <cstring>

namespace mpc::tool {

namespace {

/// Returns true if two example shapes hold the same elements in the same
/// order: they differ in dimensions of 1 only, or one is flat.
bool agree(const Shape &a, const Shape &b) {
  auto withoutOnes = [](Shape shape) {
    std::erase(shape, 1);
    return shape;
  };
  Shape left = withoutOnes(a), right = withoutOnes(b);
  if (left == right)
    return true;
  bool flat = left.size() == 1 || right.size() == 1;
  return flat && countElements(left) == countElements(right);
}

Shape exampleShape(const Shape &shape) {
  return {shape.begin() + 1, shape.end()};
}

} // namespace

std::vector<std::string> namesOf(const std::vector<NamedType> &types) {
  std::vector<std::string> names;
  for (const NamedType &type : types)
    names.push_back(type.name);
  return names;
}

Assignment parseAssignment(const std::string &text, const char *option) {
  size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    fail(Exit::usage, "{} expects NAME=FILE, but got '{}'", option, text);
  return {text.substr(0, equals), text.substr(equals + 1)};
}

Dataset::Dataset(const std::vector<std::string> &specs,
                 const std::vector<NamedType> &inputs,
                 const std::string &function, const char *option) {
  std::vector<Assignment> sources;
  for (const std::string &spec : specs) {
    sources.push_back(parseAssignment(spec, option));
    const std::string &name = sources.back().name;
    auto has = [&](const auto &other) { return other.name == name; };
    if (std::none_of(inputs.begin(), inputs.end(), has))
      fail(Exit::usage, "{} '{}': @{} has no input '{}', its inputs are {}",
           option, spec, function, name, listNames(namesOf(inputs)));
    if (std::count_if(sources.begin(), sources.end(), has) > 1)
      fail(Exit::usage, "{} gives input '{}' twice", option, name);
  }
  for (const NamedType &input : inputs) {
    auto source =
        std::find_if(sources.begin(), sources.end(), [&](const auto &other) {
          return other.name == input.name;
        });
    if (source == sources.end())
      fail(Exit::usage, "@{} takes input '{}': add {} {}=FILE", function,
           input.name, option, input.name);
    addColumn(input, *source, function);
  }
  if (columns.empty())
    fail(Exit::badInput, "@{} takes no input, so there is nothing to feed it",
         function);
}

void Dataset::addColumn(const NamedType &input, const Assignment &source,
                        const std::string &function) {
  if (input.shape.empty() || input.shape[0] == 0)
    fail(Exit::badInput, "input '{}' of @{} is {}, which is no batch",
         input.name, function, describeType(input.dtype, input.shape));
  Column column{input, readArray(source.value), 1};
  const Tensor &array = column.array;
  std::string has = describeType(array.dtype, array.shape);
  std::string wants = describeType(input.dtype, input.shape);
  if (!widens(array.dtype, input.dtype))
    fail(Exit::badInput, "{}: expects {} for input '{}' ({}), but got {} ({})",
         source.value, dtypeName(input.dtype), input.name, wants,
         dtypeName(array.dtype), has);
  if (array.shape.empty() ||
      !agree(exampleShape(array.shape), exampleShape(input.shape)))
    fail(Exit::badInput,
         "{}: expects examples of [{}] for input '{}' ({}), but got {}",
         source.value, fmt::join(exampleShape(input.shape), ","), input.name,
         wants, has);
  if (columns.empty()) {
    examples = array.shape[0];
    batch = input.shape[0];
  }
  if (array.shape[0] != examples)
    fail(Exit::badInput,
         "inputs expect equally many examples, but '{}' has {} and '{}' {}",
         columns[0].input.name, examples, input.name, array.shape[0]);
  if (input.shape[0] != batch)
    fail(Exit::badInput,
         "inputs of @{} expect one batch size, but '{}' has {} and '{}' {}",
         function, columns[0].input.name, batch, input.name, input.shape[0]);
  column.rowElements = *countElements(exampleShape(input.shape));
  columns.push_back(std::move(column));
}

void Dataset::gather(const std::vector<int64_t> &rows,
                     const std::vector<std::byte *> &buffers) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    const Column &column = columns[i];
    size_t from = column.rowElements * dtypeBytes(column.array.dtype);
    size_t to = column.rowElements * dtypeBytes(column.input.dtype);
    std::byte *place = buffers[i];
    for (int64_t row : rows) {
      convertElements(column.array.dtype,
                      column.array.bytes.data() + row * from,
                      column.input.dtype, place, column.rowElements);
      place += to;
    }
  }
}

} // namespace mpc::tool
