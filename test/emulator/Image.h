//===- Image.h - the code that the stand-ins exchange ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the stand-in for libnvrtc calls a cubin: this, and then a shared object.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_IMAGE_H
#define MPC_TEST_EMULATOR_IMAGE_H

#include <cstdint>
#include <cstring>
#include <string>

namespace emulator {

struct ImageHeader {
  static constexpr char kMagic[16] = "mpc emulated 01";

  char magic[16];
  uint32_t arch;      // 80 of sm_80
  uint32_t isVirtual; // for this and all later architectures
  uint64_t size;      // of the shared object
};

/// PTX is text: the image in two letters per byte, after a line that says so.
constexpr char kPtxComment[] = "// emulated PTX\n";

inline std::string toPtx(const std::string &image) {
  std::string text = kPtxComment;
  for (unsigned char byte : image) {
    text += char('a' + byte / 16);
    text += char('a' + byte % 16);
  }
  return text;
}

/// The image in `text`, or "" if that is no PTX of toPtx.
inline std::string fromPtx(const char *text) {
  size_t length = sizeof(kPtxComment) - 1;
  if (std::strncmp(text, kPtxComment, length))
    return "";
  std::string image;
  for (text += length; text[0] && text[1]; text += 2)
    image += char((text[0] - 'a') * 16 + text[1] - 'a');
  return image;
}

} // namespace emulator

#endif // MPC_TEST_EMULATOR_IMAGE_H
