//===- CApi.h - behind the handles of the C interface ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// No exception may reach a caller in C, and no handle is trusted: it is a
// number that is looked up.
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CAPI_H
#define MPCRT_RUNTIME_CAPI_H

#include "Error.h"
#include "Memory.h"

#include "mpcrt/Session.h"
#include "mpcrt/mpcrt.h"

#include <atomic>
#include <exception>
#include <list>
#include <memory>
#include <string>

namespace mpcrt::capi {

/// Whom a session tells what it has to say.
struct Log {
  mpcrt_log call = nullptr;
  void *user = nullptr;

  void tell(mpcrt_level level, const std::string &message) const;
};

/// An array that was bound to an input. One with strides is packed into
/// `packed` when a call takes it.
struct BoundInput {
  std::string name;
  mpcrt_array array;
  std::vector<int64_t> shape, strides;
  Memory packed;
};

struct OpenSession {
  std::unique_ptr<Session> session;
  std::string device;
  Log log;
  std::list<BoundInput> inputs;
  std::atomic<bool> isUsed = false;
};

struct OpenEngine {
  std::shared_ptr<const Engine> engine;
};

/// Gives `object` a handle, and what it stands for; closing ends the handle.
/// Who has an object keeps it beyond that.
mpcrt_engine *addHandle(std::shared_ptr<OpenEngine> object);
mpcrt_session *addHandle(std::shared_ptr<OpenSession> object);
Expected<std::shared_ptr<OpenEngine>> findHandle(const mpcrt_engine *engine);
Expected<std::shared_ptr<OpenSession>> findHandle(const mpcrt_session *session);
Status closeHandle(const mpcrt_engine *engine);
Status closeHandle(const mpcrt_session *session);

/// Remembers a failure for mpcrt_error().
mpcrt_status finish(const Status &status);

/// Runs `call`, which gives a Status.
template <typename Call>
mpcrt_status guarded(Call &&call) {
  try {
    return finish(call());
  } catch (const std::bad_alloc &) {
    return finish(Status(StatusCode::os, "out of memory"));
  } catch (...) {
    return finish(Status(StatusCode::internal, "exception"));
  }
}

template <typename Call>
mpcrt_status withEngine(const mpcrt_engine *handle, Call &&call) {
  return guarded([&]() -> Status {
    auto found = findHandle(handle);
    return found ? call(*(*found)->engine) : found.error();
  });
}

/// One call at a time: `call` gets the OpenSession of `handle`.
template <typename Call>
mpcrt_status withSession(const mpcrt_session *handle, Call &&call) {
  return guarded([&]() -> Status {
    auto found = findHandle(handle);
    if (!found)
      return found.error();
    OpenSession &open = **found;
    if (open.isUsed.exchange(true))
      return Status(StatusCode::usage, "the session is in use by another call");
    struct Release {
      OpenSession &open;
      ~Release() { open.isUsed = false; }
    } release{open};
    Status status = call(open);
    if (!status.ok())
      open.log.tell(MPCRT_LOG_ERROR, status.message());
    return status;
  });
}

/// A failure that tells which of `pointers` is null.
struct Given {
  const char *what;
  const void *pointer;
};
Status checkGiven(std::initializer_list<Given> pointers);

/// Refuses a program whose headers are not for this library.
Status checkAbi(uint32_t abi);

/// The caller's arrays under the names the runtime knows.
Expected<std::vector<InputBuffer>> convert(const mpcrt_input *inputs,
                                           size_t count);
Expected<std::vector<OutputBuffer>> convert(const mpcrt_output *outputs,
                                            size_t count);

/// Adds to `inputs` what is bound of the inputs of `functions` and not given.
Status addBound(OpenSession &open, std::span<const std::string_view> functions,
                std::vector<InputBuffer> &inputs);

} // namespace mpcrt::capi

#endif // MPCRT_RUNTIME_CAPI_H
