//===- CApi.cpp - the C interface: errors and engines ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi.h"

#include "CheckEngine.h"

#include "mpcrt/Engine.h"

using namespace mpcrt;
using namespace mpcrt::capi;

static_assert(int(DType::i1) == MPCRT_I1 && int(DType::ui8) == MPCRT_UI8 &&
              int(DType::i32) == MPCRT_I32 && int(DType::i64) == MPCRT_I64 &&
              int(DType::f16) == MPCRT_F16 && int(DType::bf16) == MPCRT_BF16 &&
              int(DType::f32) == MPCRT_F32 && int(DType::f64) == MPCRT_F64);

//===----------------------------------------------------------------------===//
// Errors
//===----------------------------------------------------------------------===//

static thread_local std::string lastError;

const char *mpcrt_error(void) { return lastError.c_str(); }

uint32_t mpcrt_abi(void) { return MPCRT_ABI; }

namespace mpcrt::capi {

mpcrt_status finish(const Status &status) {
  if (!status.ok())
    lastError = status.message();
  return static_cast<mpcrt_status>(status.code());
}

void Log::tell(mpcrt_level level, const std::string &message) const {
  if (!call)
    return;
  try {
    call(user, level, message.c_str());
  } catch (...) {
    // It is the program's; what it has to say belongs elsewhere.
  }
}

Status checkGiven(std::initializer_list<Given> pointers) {
  for (const Given &given : pointers)
    if (!given.pointer)
      return makeError(StatusCode::usage, "{} is null", given.what);
  return {};
}

Status checkAbi(uint32_t abi) {
  uint32_t major = abi >> 16, minor = abi & 0xffff;
  if (major == MPCRT_ABI_MAJOR && minor <= MPCRT_ABI_MINOR)
    return {};
  return makeError(StatusCode::usage,
                   "the program was built for interface {}.{} of libmpcrt, but "
                   "this library has {}.{}",
                   major, minor, MPCRT_ABI_MAJOR, MPCRT_ABI_MINOR);
}

} // namespace mpcrt::capi

//===----------------------------------------------------------------------===//
// Engines
//===----------------------------------------------------------------------===//

namespace {

using Tensors = flatbuffers::Vector<flatbuffers::Offset<fb::Tensor>>;

Status describe(const fb::Tensor &tensor, mpcrt_type *type) {
  std::span<const int64_t> shape = toSpan(tensor.shape());
  type->name = tensor.name()->c_str();
  type->dtype = static_cast<mpcrt_dtype>(tensor.dtype());
  type->rank = static_cast<uint32_t>(shape.size());
  type->shape = shape.data();
  type->bytes = *countBytes(tensor.dtype(), shape);
  return {};
}

Status outOfRange(uint32_t index, uint32_t count) {
  return makeError(StatusCode::usage, "index {} is out of range: there are {}",
                   index, count);
}

/// Some plan, as the functions are the same in all; null if there is none.
const fb::Plan *anyPlan(const Engine &engine) {
  for (const std::string &target : engine.targets())
    return engine.plan(target);
  return nullptr;
}

Expected<const fb::Function *> findFunction(const Engine &engine,
                                            const char *name) {
  if (Status status = checkGiven({{"the function's name", name}}); !status.ok())
    return status;
  if (const fb::Plan *plan = anyPlan(engine))
    for (const fb::Function *function : *plan->functions())
      if (function->name()->string_view() == name)
        return function;
  return makeError(StatusCode::usage, "{}: has no function {}", engine.name(),
                   quote(name));
}

using Member = const Tensors *(fb::Function::*)() const;

uint32_t countOf(const mpcrt_engine *engine, const char *name, Member member) {
  uint32_t count = 0;
  withEngine(engine, [&](const Engine &engine) {
    auto function = findFunction(engine, name);
    if (!function)
      return function.error();
    count = ((*function)->*member)()->size();
    return Status();
  });
  return count;
}

/// Describes entry `index` of the function's inputs or outputs.
mpcrt_status describeOf(const mpcrt_engine *engine, const char *name,
                        Member member, uint32_t index, mpcrt_type *type) {
  return withEngine(engine, [&](const Engine &engine) {
    auto function = findFunction(engine, name);
    if (!function)
      return function.error();
    if (Status status = checkGiven({{"type", type}}); !status.ok())
      return status;
    const Tensors &tensors = *((*function)->*member)();
    return index < tensors.size() ? describe(*tensors.Get(index), type)
                                  : outOfRange(index, tensors.size());
  });
}

/// The same of the engine's parameters or states.
template <typename List>
mpcrt_status describeEntry(const mpcrt_engine *engine, List list,
                           uint32_t index, mpcrt_type *type) {
  return withEngine(engine, [&](const Engine &engine) {
    if (Status status = checkGiven({{"type", type}}); !status.ok())
      return status;
    const auto &all = list(engine);
    return index < all.size() ? describe(*all.Get(index)->tensor(), type)
                              : outOfRange(index, all.size());
  });
}

template <typename List>
uint32_t countEntries(const mpcrt_engine *engine, List list) {
  uint32_t count = 0;
  withEngine(engine, [&](const Engine &engine) {
    count = list(engine).size();
    return Status();
  });
  return count;
}

const auto &parametersOf(const Engine &engine) {
  return *engine.meta().parameters();
}

const auto &statesOf(const Engine &engine) { return *engine.meta().states(); }

/// Hands an opened engine to the caller.
Status handOver(Expected<std::shared_ptr<const Engine>> opened,
                mpcrt_engine **engine) {
  if (!opened)
    return opened.error();
  *engine =
      addHandle(std::make_shared<OpenEngine>(OpenEngine{std::move(*opened)}));
  return {};
}

Status checkOpening(uint32_t abi, std::initializer_list<Given> pointers) {
  Status status = checkAbi(abi);
  return status.ok() ? checkGiven(pointers) : status;
}

} // namespace

mpcrt_status mpcrt_engine_open_abi(uint32_t abi, const char *path,
                                   mpcrt_engine **engine) {
  if (engine)
    *engine = nullptr;
  return guarded([&] {
    Status status = checkOpening(abi, {{"path", path}, {"engine", engine}});
    return status.ok() ? handOver(Engine::open(path), engine) : status;
  });
}

mpcrt_status mpcrt_engine_from_memory_abi(uint32_t abi, const void *data,
                                          uint64_t bytes, const char *name,
                                          mpcrt_engine **engine) {
  if (engine)
    *engine = nullptr;
  return guarded([&] {
    Status status =
        checkOpening(abi, {{"data", data}, {"name", name}, {"engine", engine}});
    if (!status.ok())
      return status;
    std::span image(static_cast<const std::byte *>(data), bytes);
    return handOver(Engine::fromMemory(image, name), engine);
  });
}

mpcrt_status mpcrt_engine_close(mpcrt_engine *engine) {
  return guarded([&] { return closeHandle(engine); });
}

uint32_t mpcrt_parameter_count(const mpcrt_engine *engine) {
  return countEntries(engine, parametersOf);
}

mpcrt_status mpcrt_parameter(const mpcrt_engine *engine, uint32_t index,
                             mpcrt_type *type) {
  return describeEntry(engine, parametersOf, index, type);
}

uint32_t mpcrt_state_count(const mpcrt_engine *engine) {
  return countEntries(engine, statesOf);
}

mpcrt_status mpcrt_state(const mpcrt_engine *engine, uint32_t index,
                         mpcrt_type *type) {
  return describeEntry(engine, statesOf, index, type);
}

uint32_t mpcrt_function_count(const mpcrt_engine *engine) {
  uint32_t count = 0;
  withEngine(engine, [&](const Engine &engine) {
    if (const fb::Plan *plan = anyPlan(engine))
      count = plan->functions()->size();
    return Status();
  });
  return count;
}

const char *mpcrt_function_name(const mpcrt_engine *engine, uint32_t index) {
  const char *name = nullptr;
  withEngine(engine, [&](const Engine &engine) {
    const fb::Plan *plan = anyPlan(engine);
    uint32_t count = plan ? plan->functions()->size() : 0;
    if (index >= count)
      return outOfRange(index, count);
    name = plan->functions()->Get(index)->name()->c_str();
    return Status();
  });
  return name;
}

uint32_t mpcrt_input_count(const mpcrt_engine *engine, const char *function) {
  return countOf(engine, function, &fb::Function::inputs);
}

mpcrt_status mpcrt_input_type(const mpcrt_engine *engine, const char *function,
                              uint32_t index, mpcrt_type *type) {
  return describeOf(engine, function, &fb::Function::inputs, index, type);
}

uint32_t mpcrt_output_count(const mpcrt_engine *engine, const char *function) {
  return countOf(engine, function, &fb::Function::outputs);
}

mpcrt_status mpcrt_output_type(const mpcrt_engine *engine, const char *function,
                               uint32_t index, mpcrt_type *type) {
  return describeOf(engine, function, &fb::Function::outputs, index, type);
}
