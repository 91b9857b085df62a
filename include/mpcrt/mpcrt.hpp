//===- mpcrt.hpp - the runtime's C++ interface ----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Nothing but the C interface of mpcrt.h under names of C++17: handles that own
// what they name, and results that are a value or an error. Throws nothing of its
// own; std::bad_alloc may come through.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_MPCRT_HPP
#define MPCRT_MPCRT_HPP

#include "mpcrt/mpcrt.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace mpc {

/// Why a call failed, in words for people.
struct Error {
  mpcrt_status status = MPCRT_OK;
  std::string message;
};

/// A value, or why there is none.
template <typename T>
class [[nodiscard]] Result {
public:
  Result(T value) : value(std::move(value)) {}
  Result(Error why) : why(std::move(why)) {}

  explicit operator bool() const { return value.has_value(); }
  T &operator*() { return *value; }
  const T &operator*() const { return *value; }
  T *operator->() { return &*value; }
  const T *operator->() const { return &*value; }
  const Error &error() const { return why; }

private:
  std::optional<T> value;
  Error why;
};

/// Success, or why not.
template <>
class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error why) : why(std::move(why)) {}

  explicit operator bool() const { return why.status == MPCRT_OK; }
  const Error &error() const { return why; }

private:
  Error why;
};

namespace detail {

/// What the thread's last call says, if it failed.
inline Result<void> check(mpcrt_status status) {
  if (status == MPCRT_OK)
    return {};
  return Error{status, mpcrt_error()};
}

template <typename T>
constexpr bool isElement = std::is_trivially_copyable_v<T>;

} // namespace detail

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
    mpcrt_status status = mpcrt_engine_open(path.c_str(), &engine);
    return take(status, engine);
  }

  /// `image` is copied; `name` stands for it in messages.
  static Result<Engine> fromMemory(const std::string &image,
                                   const std::string &name) {
    mpcrt_engine *engine = nullptr;
    mpcrt_status status = mpcrt_engine_from_memory(image.data(), image.size(),
                                                   name.c_str(), &engine);
    return take(status, engine);
  }

  std::vector<TensorType> parameters() const {
    return list(mpcrt_parameter_count(get()), [&](uint32_t i, mpcrt_type *type) {
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

struct SessionOptions {
  std::string device = "auto"; ///< auto, host, cuda or cuda:N
  int threads = 0;             ///< of the host; 0: one per CPU
};

/// What a step left.
struct StepResult {
  double loss = 0;
  double scale = 1;      ///< the loss scale, 1 without one
  int64_t skipped = 0;   ///< steps so far whose gradients were not finite
};

/// The state of one training run. Not to be used by two threads at once.
class Session {
public:
  static Result<Session> open(const Engine &engine,
                              const SessionOptions &options = {}) {
    mpcrt_session *session = nullptr;
    auto done = detail::check(mpcrt_session_open_on(
        engine.get(), options.device.c_str(), options.threads, &session));
    if (!done)
      return done.error();
    return Session(engine, session);
  }

  /// First values of parameters and states, as the model says.
  Result<void> init(int64_t seed) {
    return detail::check(mpcrt_init(get(), seed));
  }

  /// Gives an input of "train" its elements, which are read when the next steps
  /// begin and must live until then; or a state, a parameter or a segment of an
  /// arena its new contents, which are copied.
  template <typename T>
  Result<void> set(const std::string &name, const T *data, size_t count) {
    static_assert(detail::isElement<T>, "expects numbers");
    for (Input &input : inputs)
      if (input.type.name == name) {
        if (count * sizeof(T) != input.type.bytes)
          return Error{MPCRT_USAGE,
                       "input \"" + name + "\" has " +
                           std::to_string(input.type.bytes) + " bytes, but got " +
                           std::to_string(count * sizeof(T))};
        input.data = data;
        return {};
      }
    return detail::check(mpcrt_set(get(), name.c_str(), data, count * sizeof(T)));
  }

  /// The same of a container, or of one number.
  template <typename T>
  Result<void> set(const std::string &name, const T &value) {
    if constexpr (std::is_arithmetic_v<T>)
      return detail::check(mpcrt_set(get(), name.c_str(), &value, sizeof(T)));
    else
      return set(name, value.data(), value.size());
  }

  /// Contents of a state, a parameter or a segment of an arena. `T` must be as
  /// wide as its elements.
  template <typename T>
  Result<void> get(const std::string &name, T *data, size_t count) const {
    static_assert(detail::isElement<T>, "expects numbers");
    return detail::check(
        mpcrt_get(handle.get(), name.c_str(), data, count * sizeof(T)));
  }

  template <typename T>
  Result<T> getScalar(const std::string &name) const {
    T value{};
    auto done = get(name, &value, 1);
    if (!done)
      return done.error();
    return value;
  }

  /// Starts a step on the inputs that were set, and gives its number. A GPU has
  /// not done it yet when this returns; `finish` waits for what it left.
  Result<uint64_t> step() {
    std::vector<mpcrt_input> given;
    for (const Input &input : inputs) {
      if (!input.data)
        return Error{MPCRT_USAGE, "input \"" + input.type.name +
                                      "\" has not been set"};
      given.push_back({input.type.name.c_str(), input.data, input.type.bytes});
    }
    if (underWay.size() == kMostUnderWay)
      if (auto done = collectOldest(); !done)
        return done.error();
    uint64_t ticket = 0;
    auto done = detail::check(
        mpcrt_submit(get(), given.data(), given.size(), &ticket));
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

  /// Runs any function; see mpcrt_run.
  Result<void> run(const std::string &function,
                   const std::vector<mpcrt_input> &given,
                   const std::vector<mpcrt_output> &wanted) {
    return detail::check(mpcrt_run(get(), function.c_str(), given.data(),
                                   given.size(), wanted.data(), wanted.size()));
  }

  /// A checkpoint of all that the session keeps, after the steps under way.
  Result<void> save(const std::string &path, int64_t iteration,
                    int64_t seed = 0) {
    while (!underWay.empty())
      if (auto done = collectOldest(); !done)
        return done.error();
    return detail::check(mpcrt_save(get(), path.c_str(), iteration, seed));
  }

  /// Gives back the iteration that was saved.
  Result<int64_t> load(const std::string &path) {
    int64_t iteration = 0;
    auto done =
        detail::check(mpcrt_load(get(), path.c_str(), &iteration, nullptr));
    if (!done)
      return done.error();
    return iteration;
  }

  /// Parameters only, of any safetensors file that has them.
  Result<void> loadParameters(const std::string &path) {
    return detail::check(mpcrt_load_parameters(get(), path.c_str()));
  }

  /// For calls of the C interface.
  mpcrt_session *get() const { return handle.get(); }

private:
  static constexpr size_t kMostUnderWay = 2, kKept = 16;

  struct Input {
    TensorType type;
    const void *data;
  };
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

  Session(const Engine &engine, mpcrt_session *session)
      : engine(engine), handle(session) {
    for (TensorType &type : this->engine.inputs("train"))
      inputs.push_back({std::move(type), nullptr});
    for (const TensorType &output : engine.outputs("train"))
      if (output.name == "loss")
        lossType = output.dtype;
    for (const TensorType &state : engine.states()) {
      hasScale |= state.name == "loss_scale";
      countsSkips |= state.name == "skipped";
    }
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
    auto done = detail::check(
        mpcrt_collect(get(), oldest.ticket, outputs.data(), outputs.size(),
                      scalars.data(), scalars.size()));
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
  std::unique_ptr<mpcrt_session, Close> handle;
  std::vector<Input> inputs;
  mpcrt_dtype lossType = MPCRT_I1; ///< what no loss is: there is none
  bool hasScale = false, countsSkips = false;
  std::vector<UnderWay> underWay;
  std::vector<Finished> finished;
  uint64_t lastStep = 0;
};

} // namespace mpc

#endif // MPCRT_MPCRT_HPP
