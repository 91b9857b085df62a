//===- Evaluator.cpp - a model compiled and run in this process -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include <cstring>

using mpcrt::DType;

namespace {

template <typename T>
std::vector<std::byte> encodeAs(const std::vector<double> &values) {
  std::vector<std::byte> bytes(values.size() * sizeof(T));
  for (size_t i = 0; i < values.size(); ++i) {
    T value = static_cast<T>(values[i]);
    std::memcpy(bytes.data() + i * sizeof(T), &value, sizeof(T));
  }
  return bytes;
}

template <typename T>
std::vector<double> decodeAs(std::span<const std::byte> bytes) {
  std::vector<double> values;
  for (size_t i = 0; i + sizeof(T) <= bytes.size(); i += sizeof(T)) {
    T value;
    std::memcpy(&value, bytes.data() + i, sizeof(T));
    values.push_back(static_cast<double>(value));
  }
  return values;
}

std::vector<std::byte> encode(const std::vector<double> &values, DType dtype) {
  switch (dtype) {
  case DType::f64:
    return encodeAs<double>(values);
  case DType::f32:
    return encodeAs<float>(values);
  case DType::i64:
    return encodeAs<int64_t>(values);
  case DType::i32:
    return encodeAs<int32_t>(values);
  default:
    return encodeAs<uint8_t>(values);
  }
}

std::vector<double> decode(std::span<const std::byte> bytes, DType dtype) {
  switch (dtype) {
  case DType::f64:
    return decodeAs<double>(bytes);
  case DType::f32:
    return decodeAs<float>(bytes);
  case DType::i64:
    return decodeAs<int64_t>(bytes);
  case DType::i32:
    return decodeAs<int32_t>(bytes);
  default:
    return decodeAs<uint8_t>(bytes);
  }
}

std::vector<int64_t> shapeOf(const mpcrt::fb::Tensor &tensor) {
  return {tensor.shape()->begin(), tensor.shape()->end()};
}

} // namespace

Evaluator::Evaluator(const std::string &model,
                     const mpc::CompileOptions &options) {
  mpc::CompileResult result = mpc::compileText(model, "case.mlir", options);
  if (!result) {
    failure = result.diagnostics;
    return;
  }
  auto engine = mpcrt::Engine::fromMemory(
      std::as_bytes(std::span(result.engine)), "case.engine");
  if (!engine) {
    note(engine.error());
    return;
  }
  mpcrt::SessionOptions sessionOptions;
  sessionOptions.threads = 1;
  auto opened = mpcrt::Session::open(*engine, sessionOptions);
  if (!opened) {
    note(opened.error());
    return;
  }
  session = std::move(*opened);
}

void Evaluator::note(const mpcrt::Status &status) {
  if (failure.empty() && !status.ok())
    failure = status.message();
}

void Evaluator::setInput(const std::string &name,
                         const std::vector<double> &values) {
  inputs[name] = values;
}

void Evaluator::set(const std::string &name,
                    const std::vector<double> &values) {
  auto view = session->view(name);
  if (!view)
    return note(view.error());
  auto bytes = encode(values, view->dtype);
  note(session->set(name, bytes.data(), bytes.size()));
}

std::vector<double> Evaluator::get(const std::string &name) {
  auto view = session->view(name);
  if (!view) {
    note(view.error());
    return {};
  }
  return decode(view->bytes, view->dtype);
}

std::vector<std::byte> Evaluator::getBytes(const std::string &name) {
  auto view = session->view(name);
  if (!view) {
    note(view.error());
    return {};
  }
  return {view->bytes.begin(), view->bytes.end()};
}

std::map<std::string, std::vector<std::byte>> Evaluator::save() const {
  std::map<std::string, std::vector<std::byte>> saved;
  auto tensors = session->savedTensors();
  if (!tensors)
    return saved;
  for (const mpcrt::TensorView &tensor : *tensors)
    saved[tensor.name] = {tensor.bytes.begin(), tensor.bytes.end()};
  return saved;
}

void Evaluator::restore(const Evaluator &other) {
  note(session->restore(*other.session->savedTensors(),
                        mpcrt::RestoreScope::everything));
}

std::vector<mpcrt::InputBuffer>
Evaluator::inputsOf(const mpcrt::fb::Function &function) {
  std::vector<mpcrt::InputBuffer> buffers;
  for (const mpcrt::fb::Tensor *tensor : *function.inputs()) {
    std::string name = tensor->name()->str();
    auto &bytes = inputBytes[name];
    bytes = encode(inputs[name], tensor->dtype());
    buffers.push_back(
        {tensor->name()->string_view(), bytes.data(), bytes.size()});
  }
  return buffers;
}

double Evaluator::loss(const std::vector<std::vector<double>> &parameters) {
  for (size_t i = 0; i < parameters.size(); ++i)
    set("p" + std::to_string(i), parameters[i]);
  auto outputs = run("train");
  return outputs["loss"].empty() ? 0 : outputs["loss"][0];
}

std::vector<std::vector<double>>
Evaluator::gradient(const std::vector<std::vector<double>> &parameters) {
  loss(parameters);
  std::vector<std::vector<double>> gradients;
  for (size_t i = 0; i < parameters.size(); ++i)
    gradients.push_back(get("gradients/p" + std::to_string(i)));
  return gradients;
}

double Evaluator::step() {
  auto outputs =
      call("train", [&](auto in, auto out) { return session->step(in, out); });
  return outputs["loss"].empty() ? 0 : outputs["loss"][0];
}

std::map<std::string, std::vector<double>>
Evaluator::run(const std::string &name) {
  return call(name,
              [&](auto in, auto out) { return session->run(name, in, out); });
}

std::map<std::string, std::vector<double>>
Evaluator::call(const std::string &name, const Action &action) {
  std::map<std::string, std::vector<double>> results;
  const mpcrt::fb::Function *function = session->findFunction(name);
  if (!function) {
    failure = "no function " + name;
    return results;
  }
  std::vector<std::vector<std::byte>> storage;
  std::vector<mpcrt::OutputBuffer> outputs;
  for (const mpcrt::fb::Tensor *tensor : *function->outputs())
    storage.emplace_back(*mpcrt::countBytes(tensor->dtype(), shapeOf(*tensor)));
  for (unsigned i = 0; i < storage.size(); ++i)
    outputs.push_back({function->outputs()->Get(i)->name()->string_view(),
                       storage[i].data(), storage[i].size()});
  note(action(inputsOf(*function), outputs));
  for (unsigned i = 0; i < storage.size(); ++i)
    results[std::string(outputs[i].name)] =
        decode(storage[i], function->outputs()->Get(i)->dtype());
  return results;
}
