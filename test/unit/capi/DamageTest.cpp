//===- DamageTest.cpp - damaged files are a status with a message ---------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Program.h"

using namespace mpcrt::test;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

class Damage : public Program {
protected:
  /// Opens what is damaged. Bytes that mean nothing may be anything: then it
  /// has to train.
  void tryEngine(const std::string &bytes) {
    mpcrt_engine *damaged = nullptr;
    mpcrt_status status =
        mpcrt_engine_from_memory(bytes.data(), bytes.size(), "e", &damaged);
    if (status != MPCRT_OK) {
      EXPECT_EQ(status, MPCRT_BAD_INPUT);
      EXPECT_THAT(mpcrt_error(), StartsWith("e: "));
      ++refused;
      return;
    }
    mpcrt_session *opened = nullptr;
    ASSERT_EQ(mpcrt_session_open_on(damaged, GetParam(), 1, &opened), MPCRT_OK)
        << mpcrt_error();
    step(opened, 1);
    EXPECT_EQ(mpcrt_session_close(opened), MPCRT_OK);
    EXPECT_EQ(mpcrt_engine_close(damaged), MPCRT_OK);
  }

  size_t refused = 0;
};
ON_BOTH_DEVICES(Damage);

/// Steps through a file that are no multiple of anything.
constexpr size_t kStep = 97;

} // namespace

TEST_P(Damage, of_an_engine_that_is_cut_off_is_told) {
  size_t tries = 0;
  for (size_t size = 0; size < image().size(); size += kStep, ++tries) {
    SCOPED_TRACE(size);
    tryEngine(image().substr(0, size));
  }
  EXPECT_EQ(refused, tries);
}

TEST_P(Damage, of_a_byte_of_an_engine_is_told_or_does_no_harm) {
  size_t tries = 0;
  for (size_t at = 0; at < image().size(); at += at < 1024 ? 1 : kStep) {
    SCOPED_TRACE(at);
    std::string bytes = image();
    bytes[at] ^= char(0x40 | (at & 0x1f));
    tryEngine(bytes);
    ++tries;
  }
  EXPECT_GT(refused, tries / 4);
}

TEST_P(Damage, of_a_checkpoint_is_told_and_changes_nothing) {
  std::string path = directory.path("c"), bad = directory.path("bad");
  ASSERT_EQ(mpcrt_init(session, 3), MPCRT_OK);
  ASSERT_EQ(mpcrt_save(session, path.c_str(), 7, 3), MPCRT_OK);
  ASSERT_EQ(mpcrt_init(session, 4), MPCRT_OK);
  std::vector<float> before = get(session, "params");
  std::string whole = readAll(path);
  for (size_t size = 0; size < whole.size(); size += kStep) {
    SCOPED_TRACE(size);
    writeAll(bad, whole.substr(0, size));
    EXPECT_EQ(mpcrt_load(session, bad.c_str(), nullptr, nullptr),
              MPCRT_BAD_INPUT);
    EXPECT_THAT(mpcrt_error(), HasSubstr(bad));
    EXPECT_EQ(mpcrt_load_parameters(session, bad.c_str()), MPCRT_BAD_INPUT);
  }
  EXPECT_EQ(get(session, "params"), before);
}
