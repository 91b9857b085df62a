//===- EngineMisuse.cpp - engines and sessions that cannot be opened ------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Misuse.h"

namespace mpcrt::test {

namespace {

mpcrt_status openText(const std::string &text, const char *name = "e") {
  mpcrt_engine *engine = nullptr;
  mpcrt_status status =
      mpcrt_engine_from_memory(text.data(), text.size(), name, &engine);
  EXPECT_EQ(engine, nullptr);
  return status;
}

mpcrt_status openPath(const char *path) {
  mpcrt_engine *engine = nullptr;
  mpcrt_status status = mpcrt_engine_open(path, &engine);
  EXPECT_EQ(engine, nullptr);
  return status;
}

mpcrt_status openForAbi(uint32_t abi) {
  mpcrt_engine *engine = nullptr;
  return mpcrt_engine_from_memory_abi(abi, image().data(), image().size(), "e",
                                      &engine);
}

mpcrt_status openSession(mpcrt_engine *engine, mpcrt_session_options options) {
  mpcrt_session *session = nullptr;
  mpcrt_status status = mpcrt_session_open_with(engine, &options, &session);
  EXPECT_EQ(session, nullptr);
  return status;
}

mpcrt_session_options usual() {
  mpcrt_session_options options = {};
  options.abi = MPCRT_ABI;
  return options;
}

mpcrt_status openOn(mpcrt_engine *engine, const char *device, int threads = 1) {
  mpcrt_session_options options = usual();
  options.device = device;
  options.threads = threads;
  return openSession(engine, options);
}

/// Counts say 0 for what is none, and leave the reason.
mpcrt_status refusedCount(uint32_t count) {
  return count == 0 && *mpcrt_error() ? MPCRT_USAGE : MPCRT_OK;
}

constexpr uint32_t kLaterMajor = (MPCRT_ABI_MAJOR + 1) << 16;

const Misuse kEngines[] = {
    {"open null", MPCRT_USAGE, "path is null",
     [](auto &) { return openPath(nullptr); }},
    {"open into null", MPCRT_USAGE, "engine is null",
     [](auto &) { return mpcrt_engine_open("e", nullptr); }},
    {"open what is not there", MPCRT_OS, "no such file",
     [](auto &) { return openPath("/none/e"); }},
    {"open a folder", MPCRT_OS, "not a regular file",
     [](auto &h) { return openPath(h.folder.c_str()); }},
    {"open an empty path", MPCRT_OS, "cannot read",
     [](auto &) { return openPath(""); }},
    {"open null memory", MPCRT_USAGE, "data is null",
     [](auto &) {
       mpcrt_engine *e = nullptr;
       return mpcrt_engine_from_memory(nullptr, 8, "e", &e);
     }},
    {"open memory without a name", MPCRT_USAGE, "name is null",
     [](auto &) { return openText("text", nullptr); }},
    {"open nothing", MPCRT_BAD_INPUT,
     "e:", [](auto &) { return openText(""); }},
    {"open text", MPCRT_BAD_INPUT,
     "e:", [](auto &) { return openText(std::string(5000, 'x')); }},
    {"built for a later major", MPCRT_USAGE, "was built for interface",
     [](auto &) { return openForAbi(kLaterMajor); }},
    {"built for a later minor", MPCRT_USAGE, "was built for interface",
     [](auto &) { return openForAbi(MPCRT_ABI + 1); }},
    {"built for no version", MPCRT_USAGE, "interface 0.0 of libmpcrt",
     [](auto &) { return openForAbi(0); }},
    {"a type into null", MPCRT_USAGE, "type is null",
     [](auto &h) { return mpcrt_parameter(h.engine, 0, nullptr); }},
    {"a parameter too many", MPCRT_USAGE, "index 2 is out of range",
     [](auto &h) {
       mpcrt_type type;
       return mpcrt_parameter(h.engine, 2, &type);
     }},
    {"a state too many", MPCRT_USAGE, "out of range",
     [](auto &h) {
       mpcrt_type type;
       return mpcrt_state(h.engine, UINT32_MAX, &type);
     }},
    {"inputs of null", MPCRT_USAGE, "the function's name is null",
     [](auto &h) {
       return refusedCount(mpcrt_input_count(h.engine, nullptr));
     }},
    {"outputs of what is none", MPCRT_USAGE, "has no function 'f'",
     [](auto &h) { return refusedCount(mpcrt_output_count(h.engine, "f")); }},
    {"a function too many", MPCRT_USAGE, "out of range",
     [](auto &h) {
       return mpcrt_function_name(h.engine, 99) ? MPCRT_OK : MPCRT_USAGE;
     }},
    {"close twice", MPCRT_USAGE, "but got one that is closed",
     [](auto &) {
       mpcrt_engine *e = nullptr;
       mpcrt_engine_from_memory(image().data(), image().size(), "e", &e);
       EXPECT_EQ(mpcrt_engine_close(e), MPCRT_OK);
       return mpcrt_engine_close(e);
     }},
};

const Misuse kSessions[] = {
    {"of a null engine", MPCRT_USAGE, "got null",
     [](auto &) { return openOn(nullptr, "host"); }},
    {"of a session", MPCRT_USAGE, "got one of a session",
     [](auto &h) {
       return openOn(reinterpret_cast<mpcrt_engine *>(h.session), "host");
     }},
    {"into null", MPCRT_USAGE, "session is null",
     [](auto &h) { return mpcrt_session_open(h.engine, 1, nullptr); }},
    {"on a device that is none", MPCRT_USAGE, "but got 'tpu'",
     [](auto &h) { return openOn(h.engine, "tpu"); }},
    {"on a GPU that is none", MPCRT_USAGE, "but got 'cuda:x'",
     [](auto &h) { return openOn(h.engine, "cuda:x"); }},
    {"on a GPU that is not there", MPCRT_DEVICE, "no CUDA device 99",
     [](auto &h) { return openOn(h.engine, "cuda:99"); }},
    {"with less than no threads", MPCRT_USAGE, "-1 threads",
     [](auto &h) { return openOn(h.engine, "host", -1); }},
    {"with too many threads", MPCRT_USAGE, "100000 threads",
     [](auto &h) { return openOn(h.engine, "host", 100000); }},
    {"with options of no version", MPCRT_USAGE, "was built for interface",
     [](auto &h) { return openSession(h.engine, {}); }},
    {"with options of a later major", MPCRT_USAGE, "was built for interface",
     [](auto &h) {
       mpcrt_session_options options = usual();
       options.abi = kLaterMajor;
       return openSession(h.engine, options);
     }},
    {"close twice", MPCRT_USAGE, "but got one that is closed",
     [](auto &h) {
       mpcrt_session *s = nullptr;
       mpcrt_session_open_on(h.engine, "host", 1, &s);
       EXPECT_EQ(mpcrt_session_close(s), MPCRT_OK);
       return mpcrt_session_close(s);
     }},
};

} // namespace

std::span<const Misuse> misuseOfEngines() { return kEngines; }
std::span<const Misuse> misuseOfSessions() { return kSessions; }

} // namespace mpcrt::test
