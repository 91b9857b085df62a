//===- CApi.cpp - the runtime's C interface -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpcrt/mpcrt.h"

#include "CheckEngine.h"
#include "Error.h"

#include "mpcrt/Checkpoint.h"
#include "mpcrt/Engine.h"
#include "mpcrt/Session.h"

#include <exception>
#include <string>

using namespace mpcrt;

struct mpcrt_engine {
  std::shared_ptr<const Engine> engine;
};

struct mpcrt_session {
  std::unique_ptr<Session> session;
};

static_assert(int(DType::i1) == MPCRT_I1 && int(DType::ui8) == MPCRT_UI8 &&
              int(DType::i32) == MPCRT_I32 && int(DType::i64) == MPCRT_I64 &&
              int(DType::f16) == MPCRT_F16 && int(DType::bf16) == MPCRT_BF16 &&
              int(DType::f32) == MPCRT_F32 && int(DType::f64) == MPCRT_F64);

namespace {

thread_local std::string lastError;

mpcrt_status finish(const Status &status) {
  if (!status.ok())
    lastError = status.message();
  return static_cast<mpcrt_status>(status.code());
}

/// Runs `call`, which gives a Status. The C++ library throws when memory runs
/// out; no exception may reach a caller in C.
template <typename Call>
mpcrt_status guarded(Call &&call) {
  try {
    return finish(call());
  } catch (const std::exception &) {
    return finish(Status(StatusCode::os, "out of memory"));
  }
}

using Tensors = flatbuffers::Vector<flatbuffers::Offset<fb::Tensor>>;

Status describe(const fb::Tensor &tensor, mpcrt_type &type) {
  std::span<const int64_t> shape = toSpan(tensor.shape());
  type.name = tensor.name()->c_str();
  type.dtype = static_cast<mpcrt_dtype>(tensor.dtype());
  type.rank = static_cast<uint32_t>(shape.size());
  type.shape = shape.data();
  type.bytes = *countBytes(tensor.dtype(), shape);
  return {};
}

Status outOfRange(uint32_t index, uint32_t count) {
  return makeError(StatusCode::usage, "index {} is out of range: there are {}",
                   index, count);
}

/// Some plan, as the functions are the same in all; null if there is none.
const fb::Plan *anyPlan(const mpcrt_engine *engine) {
  for (const std::string &target : engine->engine->targets())
    return engine->engine->plan(target);
  return nullptr;
}

const fb::Function *findFunction(const mpcrt_engine *engine, const char *name) {
  if (const fb::Plan *plan = anyPlan(engine))
    for (const fb::Function *function : *plan->functions())
      if (function->name()->string_view() == name)
        return function;
  return nullptr;
}

/// Describes entry `index` of the function's inputs or outputs.
mpcrt_status describeOf(const mpcrt_engine *engine, const char *name,
                        const Tensors *(fb::Function::*member)() const,
                        uint32_t index, mpcrt_type *type) {
  return guarded([&] {
    const fb::Function *function = findFunction(engine, name);
    if (!function)
      return makeError(StatusCode::usage, "{}: has no function {}",
                       engine->engine->name(), quote(name));
    const Tensors &tensors = *(function->*member)();
    return index < tensors.size() ? describe(*tensors.Get(index), *type)
                                  : outOfRange(index, tensors.size());
  });
}

std::vector<InputBuffer> convert(const mpcrt_input *inputs, size_t count) {
  std::vector<InputBuffer> result;
  for (size_t i = 0; i < count; ++i)
    result.push_back({inputs[i].name, inputs[i].data, inputs[i].bytes});
  return result;
}

std::vector<OutputBuffer> convert(const mpcrt_output *outputs, size_t count) {
  std::vector<OutputBuffer> result;
  for (size_t i = 0; i < count; ++i)
    result.push_back({outputs[i].name, outputs[i].data, outputs[i].bytes});
  return result;
}

/// Hands an opened engine to the caller.
Status handOver(Expected<std::shared_ptr<const Engine>> opened,
                mpcrt_engine **engine) {
  if (!opened)
    return opened.error();
  *engine = new mpcrt_engine{std::move(*opened)};
  return {};
}

} // namespace

const char *mpcrt_error(void) { return lastError.c_str(); }

mpcrt_status mpcrt_engine_open(const char *path, mpcrt_engine **engine) {
  *engine = nullptr;
  return guarded([&] { return handOver(Engine::open(path), engine); });
}

mpcrt_status mpcrt_engine_from_memory(const void *data, uint64_t bytes,
                                      const char *name, mpcrt_engine **engine) {
  *engine = nullptr;
  return guarded([&] {
    std::span image(static_cast<const std::byte *>(data), bytes);
    return handOver(Engine::fromMemory(image, name), engine);
  });
}

void mpcrt_engine_close(mpcrt_engine *engine) { delete engine; }

uint32_t mpcrt_parameter_count(const mpcrt_engine *engine) {
  return engine->engine->meta().parameters()->size();
}

mpcrt_status mpcrt_parameter(const mpcrt_engine *engine, uint32_t index,
                             mpcrt_type *type) {
  return guarded([&] {
    const auto &all = *engine->engine->meta().parameters();
    return index < all.size() ? describe(*all.Get(index)->tensor(), *type)
                              : outOfRange(index, all.size());
  });
}

uint32_t mpcrt_state_count(const mpcrt_engine *engine) {
  return engine->engine->meta().states()->size();
}

mpcrt_status mpcrt_state(const mpcrt_engine *engine, uint32_t index,
                         mpcrt_type *type) {
  return guarded([&] {
    const auto &all = *engine->engine->meta().states();
    return index < all.size() ? describe(*all.Get(index)->tensor(), *type)
                              : outOfRange(index, all.size());
  });
}

uint32_t mpcrt_function_count(const mpcrt_engine *engine) {
  const fb::Plan *plan = anyPlan(engine);
  return plan ? plan->functions()->size() : 0;
}

const char *mpcrt_function_name(const mpcrt_engine *engine, uint32_t index) {
  if (index >= mpcrt_function_count(engine))
    return nullptr;
  return anyPlan(engine)->functions()->Get(index)->name()->c_str();
}

uint32_t mpcrt_input_count(const mpcrt_engine *engine, const char *function) {
  const fb::Function *found = findFunction(engine, function);
  return found ? found->inputs()->size() : 0;
}

mpcrt_status mpcrt_input_type(const mpcrt_engine *engine, const char *function,
                              uint32_t index, mpcrt_type *type) {
  return describeOf(engine, function, &fb::Function::inputs, index, type);
}

uint32_t mpcrt_output_count(const mpcrt_engine *engine, const char *function) {
  const fb::Function *found = findFunction(engine, function);
  return found ? found->outputs()->size() : 0;
}

mpcrt_status mpcrt_output_type(const mpcrt_engine *engine, const char *function,
                               uint32_t index, mpcrt_type *type) {
  return describeOf(engine, function, &fb::Function::outputs, index, type);
}

mpcrt_status mpcrt_session_open(mpcrt_engine *engine, int threads,
                                mpcrt_session **session) {
  return mpcrt_session_open_on(engine, "auto", threads, session);
}

mpcrt_status mpcrt_session_open_on(mpcrt_engine *engine, const char *device,
                                   int threads, mpcrt_session **session) {
  *session = nullptr;
  return guarded([&] {
    auto opened = Session::open(engine->engine, {threads, device});
    if (!opened)
      return opened.error();
    *session = new mpcrt_session{std::move(*opened)};
    return Status();
  });
}

void mpcrt_session_close(mpcrt_session *session) { delete session; }

mpcrt_status mpcrt_set(mpcrt_session *session, const char *name,
                       const void *data, uint64_t bytes) {
  return guarded([&] { return session->session->set(name, data, bytes); });
}

mpcrt_status mpcrt_get(const mpcrt_session *session, const char *name,
                       void *data, uint64_t bytes) {
  return guarded([&] { return session->session->get(name, data, bytes); });
}

mpcrt_status mpcrt_run(mpcrt_session *session, const char *function,
                       const mpcrt_input *inputs, size_t input_count,
                       const mpcrt_output *outputs, size_t output_count) {
  return guarded([&] {
    return session->session->run(function, convert(inputs, input_count),
                                 convert(outputs, output_count));
  });
}

mpcrt_status mpcrt_init(mpcrt_session *session, int64_t seed) {
  return guarded([&] { return session->session->init(seed); });
}

mpcrt_status mpcrt_step(mpcrt_session *session, const mpcrt_input *inputs,
                        size_t input_count, const mpcrt_output *outputs,
                        size_t output_count) {
  return guarded([&] {
    return session->session->step(convert(inputs, input_count),
                                  convert(outputs, output_count));
  });
}

mpcrt_status mpcrt_submit(mpcrt_session *session, const mpcrt_input *inputs,
                          size_t input_count, uint64_t *ticket) {
  return guarded([&] {
    auto submitted = session->session->submit(convert(inputs, input_count));
    if (!submitted)
      return submitted.error();
    *ticket = *submitted;
    return Status();
  });
}

mpcrt_status mpcrt_collect(mpcrt_session *session, uint64_t ticket,
                           const mpcrt_output *outputs, size_t output_count,
                           const mpcrt_output *scalars, size_t scalar_count) {
  return guarded([&] {
    return session->session->collect(ticket, convert(outputs, output_count),
                                     convert(scalars, scalar_count));
  });
}

mpcrt_status mpcrt_save(const mpcrt_session *session, const char *path,
                        int64_t iteration, int64_t seed) {
  return guarded([&] {
    return saveCheckpoint(*session->session, path, {iteration, seed, {}});
  });
}

mpcrt_status mpcrt_load(mpcrt_session *session, const char *path,
                        int64_t *iteration, int64_t *seed) {
  return guarded([&] {
    Expected<CheckpointInfo> info = loadCheckpoint(*session->session, path);
    if (!info)
      return info.error();
    if (iteration)
      *iteration = info->iteration;
    if (seed)
      *seed = info->seed;
    return Status();
  });
}

mpcrt_status mpcrt_load_parameters(mpcrt_session *session, const char *path) {
  return guarded([&] { return loadParameters(*session->session, path); });
}
