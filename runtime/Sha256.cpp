//===- Sha256.cpp - names for contents -----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sha256.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace mpcrt {

namespace {

constexpr uint32_t kRound[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// The 64 words that the rounds of one block take in.
std::array<uint32_t, 64> schedule(const unsigned char *block) {
  std::array<uint32_t, 64> words;
  for (int i = 0; i < 16; ++i, block += 4)
    words[i] = uint32_t(block[0]) << 24 | uint32_t(block[1]) << 16 |
               uint32_t(block[2]) << 8 | block[3];
  for (int i = 16; i < 64; ++i) {
    uint32_t a = words[i - 15], b = words[i - 2];
    words[i] = words[i - 16] + words[i - 7] +
               (std::rotr(a, 7) ^ std::rotr(a, 18) ^ a >> 3) +
               (std::rotr(b, 17) ^ std::rotr(b, 19) ^ b >> 10);
  }
  return words;
}

} // namespace

void Sha256::addBlock(const unsigned char *block) {
  std::array<uint32_t, 64> words = schedule(block);
  auto [a, b, c, d, e, f, g, h] = state;
  for (int i = 0; i < 64; ++i) {
    uint32_t first = h +
                     (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                     ((e & f) ^ (~e & g)) + kRound[i] + words[i];
    uint32_t second = (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) +
                      ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + first;
    d = c, c = b, b = a, a = first + second;
  }
  std::array<uint32_t, 8> sum = {a, b, c, d, e, f, g, h};
  for (int i = 0; i < 8; ++i)
    state[i] += sum[i];
}

void Sha256::update(std::string_view bytes) {
  while (!bytes.empty()) {
    size_t filled = length % pending.size();
    size_t taken = std::min(bytes.size(), pending.size() - filled);
    std::memcpy(pending.data() + filled, bytes.data(), taken);
    length += taken;
    bytes.remove_prefix(taken);
    if (length % pending.size() == 0)
      addBlock(pending.data());
  }
}

void Sha256::updateField(std::string_view text) {
  update(fmt::format("{}:", text.size()));
  update(text);
}

std::string Sha256::hex() const {
  Sha256 padded = *this;
  padded.update(std::string_view("\x80", 1));
  while (padded.length % 64 != 56)
    padded.update(std::string_view("\0", 1));
  char bits[8];
  for (int i = 0; i < 8; ++i)
    bits[i] = static_cast<char>(length * 8 >> (56 - 8 * i));
  padded.update(std::string_view(bits, 8));
  std::string result;
  for (uint32_t word : padded.state)
    result += fmt::format("{:08x}", word);
  return result;
}

} // namespace mpcrt
