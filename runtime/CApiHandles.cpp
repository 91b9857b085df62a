//===- CApiHandles.cpp - numbers that stand for objects -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CApi.h"

#include <mutex>
#include <unordered_map>

namespace mpcrt::capi {

namespace {

/// A handle is a serial number and, in its lowest bits, what it is one of.
enum class Kind : uintptr_t { engine = 1, session = 2 };
constexpr uintptr_t kKindBits = 3, kStride = 8;

const char *nameOf(Kind kind) {
  return kind == Kind::engine ? "an engine" : "a session";
}

uintptr_t numberOf(const void *handle) {
  return reinterpret_cast<uintptr_t>(handle);
}

class HandleTable {
public:
  /// Never destroyed: a program may close its handles while it ends.
  static HandleTable &get() {
    static auto *table = new HandleTable();
    return *table;
  }

  void *add(Kind kind, std::shared_ptr<void> object) {
    std::lock_guard lock(mutex);
    uintptr_t number = next | uintptr_t(kind);
    objects.emplace(number, std::move(object));
    next += kStride;
    return reinterpret_cast<void *>(number);
  }

  Expected<std::shared_ptr<void>> find(Kind kind, const void *handle) {
    std::lock_guard lock(mutex);
    auto found = objects.find(numberOf(handle));
    if (found == objects.end() || kindOf(handle) != uintptr_t(kind))
      return explain(kind, handle);
    return found->second;
  }

  /// Gives the object back, which is not to end under the lock.
  Expected<std::shared_ptr<void>> remove(Kind kind, const void *handle) {
    auto found = find(kind, handle);
    std::lock_guard lock(mutex);
    if (found && objects.erase(numberOf(handle)) == 0)
      return explain(kind, handle);
    return found;
  }

private:
  static uintptr_t kindOf(const void *handle) {
    return numberOf(handle) & kKindBits;
  }

  Status explain(Kind wanted, const void *handle) const {
    const char *name = nameOf(wanted);
    if (!handle)
      return makeError(StatusCode::usage,
                       "expects a handle of {}, but got null", name);
    uintptr_t number = numberOf(handle), kind = kindOf(handle);
    bool wasGiven =
        number >= kStride && number < next && (number & (kStride - 1)) == kind;
    if (wasGiven && kind == uintptr_t(wanted))
      return makeError(StatusCode::usage,
                       "expects a handle of {}, but got one that is closed",
                       name);
    for (Kind other : {Kind::engine, Kind::session})
      if (wasGiven && kind == uintptr_t(other))
        return makeError(StatusCode::usage,
                         "expects a handle of {}, but got one of {}", name,
                         nameOf(other));
    return makeError(StatusCode::usage,
                     "expects a handle of {}, but got {}, which is none", name,
                     handle);
  }

  std::mutex mutex;
  std::unordered_map<uintptr_t, std::shared_ptr<void>> objects;
  uintptr_t next = kStride;
};

template <typename Object>
Expected<std::shared_ptr<Object>> findAs(Kind kind, const void *handle) {
  auto found = HandleTable::get().find(kind, handle);
  if (!found)
    return found.error();
  return std::static_pointer_cast<Object>(*found);
}

Status close(Kind kind, const void *handle) {
  if (!handle)
    return {};
  auto removed = HandleTable::get().remove(kind, handle);
  return removed ? Status() : removed.error();
}

} // namespace

mpcrt_engine *addHandle(std::shared_ptr<OpenEngine> object) {
  return static_cast<mpcrt_engine *>(
      HandleTable::get().add(Kind::engine, std::move(object)));
}

mpcrt_session *addHandle(std::shared_ptr<OpenSession> object) {
  return static_cast<mpcrt_session *>(
      HandleTable::get().add(Kind::session, std::move(object)));
}

Expected<std::shared_ptr<OpenEngine>> findHandle(const mpcrt_engine *engine) {
  return findAs<OpenEngine>(Kind::engine, engine);
}

Expected<std::shared_ptr<OpenSession>>
findHandle(const mpcrt_session *session) {
  return findAs<OpenSession>(Kind::session, session);
}

Status closeHandle(const mpcrt_engine *engine) {
  return close(Kind::engine, engine);
}

Status closeHandle(const mpcrt_session *session) {
  return close(Kind::session, session);
}

} // namespace mpcrt::capi
