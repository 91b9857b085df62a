//===- CApiSession.cpp - the C interface: sessions ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi.h"

#include "mpcrt/Checkpoint.h"

using namespace mpcrt;
using namespace mpcrt::capi;

//===----------------------------------------------------------------------===//
// Opening and closing
//===----------------------------------------------------------------------===//

static Status openSession(const mpcrt_engine *handle,
                          const mpcrt_session_options &options,
                          mpcrt_session **session) {
  if (Status status = checkAbi(options.abi); !status.ok())
    return status;
  if (Status status = checkGiven({{"session", session}}); !status.ok())
    return status;
  auto engine = findHandle(handle);
  if (!engine)
    return engine.error();
  const char *device = options.device ? options.device : "auto";
  auto open = std::make_shared<OpenSession>();
  open->log = {options.log, options.log_user};
  auto opened = Session::open(
      (*engine)->engine,
      {options.threads, device, {options.parallel_for, options.parallel_user}});
  if (!opened) {
    open->log.tell(MPCRT_LOG_ERROR, opened.error().message());
    return opened.error();
  }
  open->session = std::move(*opened);
  open->device = open->session->deviceName();
  for (const std::string &note : open->session->notes())
    open->log.tell(MPCRT_LOG_INFO, note);
  *session = addHandle(std::move(open));
  return {};
}

mpcrt_status mpcrt_session_open_with(mpcrt_engine *engine,
                                     const mpcrt_session_options *options,
                                     mpcrt_session **session) {
  if (session)
    *session = nullptr;
  mpcrt_session_options usual = {};
  usual.abi = MPCRT_ABI;
  return guarded(
      [&] { return openSession(engine, options ? *options : usual, session); });
}

mpcrt_status mpcrt_session_open(mpcrt_engine *engine, int threads,
                                mpcrt_session **session) {
  return mpcrt_session_open_on(engine, nullptr, threads, session);
}

mpcrt_status mpcrt_session_open_on(mpcrt_engine *engine, const char *device,
                                   int threads, mpcrt_session **session) {
  mpcrt_session_options options = {};
  options.abi = MPCRT_ABI;
  options.device = device;
  options.threads = threads;
  return mpcrt_session_open_with(engine, &options, session);
}

mpcrt_status mpcrt_session_close(mpcrt_session *session) {
  return guarded([&] { return closeHandle(session); });
}

const char *mpcrt_session_device(const mpcrt_session *session) {
  const char *device = nullptr;
  guarded([&] {
    auto open = findHandle(session);
    if (!open)
      return open.error();
    device = (*open)->device.c_str();
    return Status();
  });
  return device;
}

mpcrt_status mpcrt_wait(mpcrt_session *session) {
  return withSession(session,
                     [&](OpenSession &open) { return open.session->wait(); });
}

mpcrt_status mpcrt_stream(const mpcrt_session *session, void **stream) {
  return withSession(session, [&](OpenSession &open) {
    Status status = checkGiven({{"stream", stream}});
    if (status.ok())
      *stream = open.session->stream();
    return status;
  });
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

namespace {

constexpr std::string_view kStepFunctions[] = {"train", "accumulate", "update"};

/// What a call is given, and what is bound of the rest.
struct Arguments {
  std::vector<InputBuffer> inputs;
  std::vector<OutputBuffer> outputs;
};

Expected<Arguments> collect(OpenSession &open,
                            std::span<const std::string_view> functions,
                            const mpcrt_input *inputs, size_t inputCount,
                            const mpcrt_output *outputs, size_t outputCount) {
  auto given = convert(inputs, inputCount);
  if (!given)
    return given.error();
  auto wanted = convert(outputs, outputCount);
  if (!wanted)
    return wanted.error();
  if (Status status = addBound(open, functions, *given); !status.ok())
    return status;
  return Arguments{std::move(*given), std::move(*wanted)};
}

} // namespace

mpcrt_status mpcrt_run(mpcrt_session *session, const char *function,
                       const mpcrt_input *inputs, size_t input_count,
                       const mpcrt_output *outputs, size_t output_count) {
  return withSession(session, [&](OpenSession &open) {
    if (Status status = checkGiven({{"the function's name", function}});
        !status.ok())
      return status;
    std::string_view name = function;
    auto arguments =
        collect(open, {&name, 1}, inputs, input_count, outputs, output_count);
    return arguments
               ? open.session->run(name, arguments->inputs, arguments->outputs)
               : arguments.error();
  });
}

mpcrt_status mpcrt_evaluate(mpcrt_session *session, const mpcrt_input *inputs,
                            size_t input_count, const mpcrt_output *outputs,
                            size_t output_count) {
  return mpcrt_run(session, "eval", inputs, input_count, outputs, output_count);
}

mpcrt_status mpcrt_init(mpcrt_session *session, int64_t seed) {
  return withSession(
      session, [&](OpenSession &open) { return open.session->init(seed); });
}

mpcrt_status mpcrt_step(mpcrt_session *session, const mpcrt_input *inputs,
                        size_t input_count, const mpcrt_output *outputs,
                        size_t output_count) {
  return withSession(session, [&](OpenSession &open) {
    auto arguments = collect(open, kStepFunctions, inputs, input_count, outputs,
                             output_count);
    return arguments ? open.session->step(arguments->inputs, arguments->outputs)
                     : arguments.error();
  });
}

mpcrt_status mpcrt_submit(mpcrt_session *session, const mpcrt_input *inputs,
                          size_t input_count, uint64_t *ticket) {
  return withSession(session, [&](OpenSession &open) {
    if (Status status = checkGiven({{"ticket", ticket}}); !status.ok())
      return status;
    auto arguments =
        collect(open, kStepFunctions, inputs, input_count, nullptr, 0);
    if (!arguments)
      return arguments.error();
    auto submitted = open.session->submit(arguments->inputs);
    if (!submitted)
      return submitted.error();
    *ticket = *submitted;
    return Status();
  });
}

mpcrt_status mpcrt_collect(mpcrt_session *session, uint64_t ticket,
                           const mpcrt_output *outputs, size_t output_count,
                           const mpcrt_output *scalars, size_t scalar_count) {
  return withSession(session, [&](OpenSession &open) {
    auto wanted = convert(outputs, output_count);
    if (!wanted)
      return wanted.error();
    auto states = convert(scalars, scalar_count);
    return states ? open.session->collect(ticket, *wanted, *states)
                  : states.error();
  });
}

//===----------------------------------------------------------------------===//
// Checkpoints
//===----------------------------------------------------------------------===//

mpcrt_status mpcrt_save(const mpcrt_session *session, const char *path,
                        int64_t iteration, int64_t seed) {
  return withSession(session, [&](OpenSession &open) {
    Status status = checkGiven({{"path", path}});
    return status.ok()
               ? saveCheckpoint(*open.session, path, {iteration, seed, {}})
               : status;
  });
}

mpcrt_status mpcrt_load(mpcrt_session *session, const char *path,
                        int64_t *iteration, int64_t *seed) {
  return withSession(session, [&](OpenSession &open) {
    if (Status status = checkGiven({{"path", path}}); !status.ok())
      return status;
    Expected<CheckpointInfo> info = loadCheckpoint(*open.session, path);
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
  return withSession(session, [&](OpenSession &open) {
    Status status = checkGiven({{"path", path}});
    return status.ok() ? loadParameters(*open.session, path) : status;
  });
}
