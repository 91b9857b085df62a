//===- mpcrt.hpp - the runtime's C++ interface ----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Nothing but the C interface of mpcrt.h under names of C++17: handles that own
// what they name, and results that are a value or an error. Throws nothing of
// its own; std::bad_alloc may come through.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_MPCRT_HPP
#define MPCRT_MPCRT_HPP

#include "mpcrt/array.hpp"
#include "mpcrt/callbacks.hpp"
#include "mpcrt/mpcrt.h"
#include "mpcrt/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace mpc {

/// Type of a tensor of an engine.
struct TensorType {
  std::string name;
  mpcrt_dtype dtype;
  std::vector<int64_t> shape;
  uint64_t bytes; ///< of all its elements
};

/// A compiled model. Copies share it; it may be used by several threads.
class Engine {
public:
  static Result<Engine> open(const std::string &path) {
    mpcrt_engine *engine = nullptr;
    mpcrt_status status =
        mpcrt_engine_open_abi(MPCRT_ABI, path.c_str(), &engine);
    return take(status, engine);
  }

  /// `image` is copied; `name` stands for it in messages.
  static Result<Engine> fromMemory(const std::string &image,
                                   const std::string &name) {
    mpcrt_engine *engine = nullptr;
    mpcrt_status status = mpcrt_engine_from_memory_abi(
        MPCRT_ABI, image.data(), image.size(), name.c_str(), &engine);
    return take(status, engine);
  }

  std::vector<std::string> functions() const {
    std::vector<std::string> names;
    for (uint32_t i = 0; i < mpcrt_function_count(get()); ++i)
      names.push_back(mpcrt_function_name(get(), i));
    return names;
  }

  std::vector<TensorType> parameters() const {
    return list(mpcrt_parameter_count(get()),
                [&](uint32_t i, mpcrt_type *type) {
                  return mpcrt_parameter(get(), i, type);
                });
  }

  std::vector<TensorType> states() const {
    return list(mpcrt_state_count(get()), [&](uint32_t i, mpcrt_type *type) {
      return mpcrt_state(get(), i, type);
    });
  }

  /// Of `function`, such as "train"; empty if there is none of that name.
  std::vector<TensorType> inputs(const std::string &function) const {
    const char *name = function.c_str();
    return list(mpcrt_input_count(get(), name),
                [&](uint32_t i, mpcrt_type *type) {
                  return mpcrt_input_type(get(), name, i, type);
                });
  }

  std::vector<TensorType> outputs(const std::string &function) const {
    const char *name = function.c_str();
    return list(mpcrt_output_count(get(), name),
                [&](uint32_t i, mpcrt_type *type) {
                  return mpcrt_output_type(get(), name, i, type);
                });
  }

  /// For calls of the C interface.
  mpcrt_engine *get() const { return handle.get(); }

private:
  explicit Engine(mpcrt_engine *engine) : handle(engine, mpcrt_engine_close) {}

  static Result<Engine> take(mpcrt_status status, mpcrt_engine *engine) {
    if (auto done = detail::check(status); !done)
      return done.error();
    return Engine(engine);
  }

  template <typename Describe>
  static std::vector<TensorType> list(uint32_t count, Describe describe) {
    std::vector<TensorType> types;
    mpcrt_type type;
    for (uint32_t i = 0; i < count && describe(i, &type) == MPCRT_OK; ++i)
      types.push_back({type.name, type.dtype,
                       std::vector<int64_t>(type.shape, type.shape + type.rank),
                       type.bytes});
    return types;
  }

  std::shared_ptr<mpcrt_engine> handle;
};

/// What a step left.
struct StepResult {
  double loss = 0;
  double scale = 1;    ///< the loss scale, 1 without one
  int64_t skipped = 0; ///< steps so far whose gradients were not finite
};

/// The state of one training run. Not to be used by two threads at once.
class Session {
public:
  static Result<Session> open(const Engine &engine,
                              const SessionOptions &options = {}) {
    auto callbacks = std::make_unique<detail::Callbacks>(options);
    mpcrt_session_options given = callbacks->makeOptions();
    mpcrt_session *session = nullptr;
    auto done =
        detail::check(mpcrt_session_open_with(engine.get(), &given, &session));
    if (!done)
      return done.error();
    return Session(engine, std::move(callbacks), session);
  }

  /// "host", "NVIDIA H100 (cuda:0, sm_90)"
  std::string device() const { return mpcrt_session_device(get()); }

  /// First values of parameters and states, as the model says.
  Result<void> init(int64_t seed) { return check(mpcrt_init(get(), seed)); }

  //===--------------------------------------------------------------------===//
  // Contents
  //===--------------------------------------------------------------------===//

  /// Gives an input its elements, which are read when the calls that take it
  /// begin and must live until then; or a state, a parameter or a segment of an
  /// arena its new contents, which are copied.
  template <typename T>
  Result<void> set(const std::string &name, const T *data, size_t count) {
    uint64_t bytes = count * sizeof(T);
    if (const TensorType *type = findInput(name, bytes)) {
      if (type->bytes != bytes || !detail::mayBe<T>(type->dtype))
        return mismatch(name, type->dtype, type->bytes, bytes);
      return set(name, Array(data, type->dtype, type->shape));
    }
    if (auto fits = checkElements<T>(name, bytes); !fits)
      return fits;
    return check(mpcrt_set(get(), name.c_str(), data, bytes));
  }

  /// The same of a container, or of one number.
  template <typename T>
  Result<void> set(const std::string &name, const T &value) {
    if constexpr (std::is_arithmetic_v<T>)
      return set(name, &value, 1);
    else
      return set(name, value.data(), value.size());
  }

  /// The same of an array with strides, or of one in memory of the GPU.
  Result<void> set(const std::string &name, const Array &value) {
    mpcrt_array array = value.get();
    return check(isInput(name) ? mpcrt_bind(get(), name.c_str(), &array)
                               : mpcrt_set_array(get(), name.c_str(), &array));
  }

  /// Takes from an input what it was given.
  Result<void> unset(const std::string &name) {
    return check(mpcrt_bind(get(), name.c_str(), nullptr));
  }

  /// Contents of a state, a parameter or a segment of an arena.
  template <typename T>
  Result<void> get(const std::string &name, T *data, size_t count) const {
    uint64_t bytes = count * sizeof(T);
    if (auto fits = checkElements<T>(name, bytes); !fits)
      return fits;
    return check(mpcrt_get(get(), name.c_str(), data, bytes));
  }

  Result<void> get(const std::string &name, const Array &to) const {
    mpcrt_array array = to.get();
    return check(mpcrt_get_array(get(), name.c_str(), &array));
  }

  template <typename T>
  Result<T> getScalar(const std::string &name) const {
    T value{};
    auto done = get(name, &value, 1);
    if (!done)
      return done.error();
    return value;
  }

  /// Where the session has such contents; see mpcrt_view.
  Result<mpcrt_array> view(const std::string &name) const {
    mpcrt_array array;
    auto done = check(mpcrt_view(get(), name.c_str(), &array));
    if (!done)
      return done.error();
    return array;
  }

  /// Waits for all steps under way.
  Result<void> wait() { return check(mpcrt_wait(get())); }

  /// The CUstream that it works in; null on the host.
  Result<void *> stream() const {
    void *stream = nullptr;
    auto done = check(mpcrt_stream(get(), &stream));
    if (!done)
      return done.error();
    return stream;
  }

  //===--------------------------------------------------------------------===//
  // Functions
  //===--------------------------------------------------------------------===//

  /// Starts a step on the inputs that were set, and gives its number. A GPU has
  /// not done it yet when this returns; `finish` waits for what it left.
  Result<uint64_t> step() {
    if (underWay.size() == kMostUnderWay)
      if (auto done = collectOldest(); !done)
        return done.error();
    uint64_t ticket = 0;
    auto done = check(mpcrt_submit(get(), nullptr, 0, &ticket));
    if (!done)
      return done.error();
    underWay.push_back({++lastStep, ticket});
    return lastStep;
  }

  /// Waits for the step of that number. Results of the last 16 steps are kept.
  Result<StepResult> finish(uint64_t step) {
    while (!underWay.empty() && underWay.front().number <= step)
      if (auto done = collectOldest(); !done)
        return done.error();
    for (const Finished &one : finished)
      if (one.number == step)
        return one.result;
    return Error{MPCRT_USAGE, "there is no result of step " +
                                  std::to_string(step) + " to be had"};
  }

  /// Runs "eval" on the inputs that were set.
  Result<void> evaluate(const std::vector<mpcrt_output> &wanted) {
    return run("eval", {}, wanted);
  }

  /// Runs any function; see mpcrt_run.
  Result<void> run(const std::string &function,
                   const std::vector<mpcrt_input> &given,
                   const std::vector<mpcrt_output> &wanted) {
    return check(mpcrt_run(get(), function.c_str(), given.data(), given.size(),
                           wanted.data(), wanted.size()));
  }

  /// A checkpoint of all that the session keeps, after the steps under way.
  Result<void> save(const std::string &path, int64_t iteration,
                    int64_t seed = 0) {
    while (!underWay.empty())
      if (auto done = collectOldest(); !done)
        return done.error();
    return check(mpcrt_save(get(), path.c_str(), iteration, seed));
  }

  /// Gives back the iteration that was saved.
  Result<int64_t> load(const std::string &path) {
    int64_t iteration = 0;
    auto done = check(mpcrt_load(get(), path.c_str(), &iteration, nullptr));
    if (!done)
      return done.error();
    return iteration;
  }

  /// Parameters only, of any safetensors file that has them.
  Result<void> loadParameters(const std::string &path) {
    return check(mpcrt_load_parameters(get(), path.c_str()));
  }

  /// For calls of the C interface.
  mpcrt_session *get() const { return handle.get(); }

private:
  static constexpr size_t kMostUnderWay = 2, kKept = 16;

  struct UnderWay {
    uint64_t number, ticket;
  };
  struct Finished {
    uint64_t number;
    StepResult result;
  };
  struct Close {
    void operator()(mpcrt_session *session) const {
      mpcrt_session_close(session);
    }
  };

  Session(const Engine &engine, std::unique_ptr<detail::Callbacks> callbacks,
          mpcrt_session *session)
      : engine(engine), callbacks(std::move(callbacks)), handle(session) {
    for (const std::string &function : engine.functions())
      for (TensorType &type : engine.inputs(function))
        inputs.push_back(std::move(type));
    for (const TensorType &output : engine.outputs("train"))
      if (output.name == "loss")
        lossType = output.dtype;
    for (const TensorType &state : engine.states()) {
      hasScale |= state.name == "loss_scale";
      countsSkips |= state.name == "skipped";
    }
  }

  Result<void> check(mpcrt_status status) const {
    auto done = detail::check(status);
    if (done || !*callbacks->thrown())
      return done;
    return Error{status, done.error().message + ": " + callbacks->thrown()};
  }

  /// The input of that name; of several, the one that has as many bytes.
  const TensorType *findInput(const std::string &name, uint64_t bytes) const {
    const TensorType *found = nullptr;
    for (const TensorType &input : inputs)
      if (input.name == name && (!found || input.bytes == bytes))
        found = &input;
    return found;
  }

  bool isInput(const std::string &name) const { return findInput(name, 0); }

  template <typename T>
  Result<void> checkElements(const std::string &name, uint64_t bytes) const {
    auto has = view(name);
    if (!has)
      return has.error();
    auto dtype = static_cast<mpcrt_dtype>(has->dtype);
    // How many there are is for the call itself to say.
    if (detail::mayBe<T>(dtype))
      return {};
    return mismatch(name, dtype, bytes, bytes);
  }

  static Error mismatch(const std::string &name, mpcrt_dtype dtype,
                        uint64_t expected, uint64_t bytes) {
    std::string message =
        "'" + name + "' has elements of type " + detail::nameOf(dtype);
    if (expected != bytes)
      message += " in " + std::to_string(expected) + " bytes, but got " +
                 std::to_string(bytes);
    else
      message += ", but got others";
    return Error{MPCRT_USAGE, message};
  }

  Result<void> collectOldest() {
    UnderWay oldest = underWay.front();
    underWay.erase(underWay.begin());
    float loss = 0, scale = 1;
    StepResult result;
    std::vector<mpcrt_output> outputs, scalars;
    if (lossType == MPCRT_F32)
      outputs.push_back({"loss", &loss, sizeof loss});
    if (lossType == MPCRT_F64)
      outputs.push_back({"loss", &result.loss, sizeof result.loss});
    if (hasScale)
      scalars.push_back({"loss_scale", &scale, sizeof scale});
    if (countsSkips)
      scalars.push_back({"skipped", &result.skipped, sizeof result.skipped});
    auto done =
        check(mpcrt_collect(get(), oldest.ticket, outputs.data(),
                            outputs.size(), scalars.data(), scalars.size()));
    if (!done)
      return done;
    if (lossType == MPCRT_F32)
      result.loss = loss;
    result.scale = scale;
    if (finished.size() == kKept)
      finished.erase(finished.begin());
    finished.push_back({oldest.number, result});
    return {};
  }

  Engine engine;
  std::unique_ptr<detail::Callbacks> callbacks; ///< outlive the session
  std::unique_ptr<mpcrt_session, Close> handle;
  std::vector<TensorType> inputs;  ///< of all functions
  mpcrt_dtype lossType = MPCRT_I1; ///< what no loss is: there is none
  bool hasScale = false, countsSkips = false;
  std::vector<UnderWay> underWay;
  std::vector<Finished> finished;
  uint64_t lastStep = 0;
};

} // namespace mpc

#endif // MPCRT_MPCRT_HPP
