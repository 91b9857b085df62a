//===- CpuFeatures.cpp - what this CPU can do -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// CPUID is read directly: __builtin_cpu_supports spells some names otherwise
// and knows fewer.
//
//===----------------------------------------------------------------------===//

#include "CpuFeatures.h"

#include <array>
#include <cstdint>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace mpcrt {

#if defined(__x86_64__)

namespace {

enum Word {
  l1c,
  l1d,
  l7b,
  l7c,
  l7d,
  l71a,
  l71d,
  ld1a,
  l14b,
  l19b,
  x1c,
  x1d,
  x8b
};

/// Registers that the operating system must save, as XCR0 counts them.
enum Saved : uint32_t { plain = 0, ymm = 0x6, zmm = 0xe6, tiles = 0x60000 };

struct Feature {
  std::string_view name;
  Word word;
  int bit;
  uint32_t saved = plain;
};

constexpr Feature kFeatures[] = {
    {"sse3", l1c, 0},
    {"pclmul", l1c, 1},
    {"ssse3", l1c, 9},
    {"fma", l1c, 12, ymm},
    {"cx16", l1c, 13},
    {"sse4.1", l1c, 19},
    {"sse4.2", l1c, 20},
    {"crc32", l1c, 20},
    {"movbe", l1c, 22},
    {"popcnt", l1c, 23},
    {"aes", l1c, 25},
    {"xsave", l1c, 27},
    {"avx", l1c, 28, ymm},
    {"f16c", l1c, 29, ymm},
    {"rdrnd", l1c, 30},
    {"x87", l1d, 0},
    {"cx8", l1d, 8},
    {"cmov", l1d, 15},
    {"mmx", l1d, 23},
    {"fxsr", l1d, 24},
    {"sse", l1d, 25},
    {"sse2", l1d, 26},
    {"fsgsbase", l7b, 0},
    {"sgx", l7b, 2},
    {"bmi", l7b, 3},
    {"avx2", l7b, 5, ymm},
    {"bmi2", l7b, 8},
    {"invpcid", l7b, 10},
    {"rtm", l7b, 11},
    {"avx512f", l7b, 16, zmm},
    {"evex512", l7b, 16, zmm},
    {"avx512dq", l7b, 17, zmm},
    {"rdseed", l7b, 18},
    {"adx", l7b, 19},
    {"avx512ifma", l7b, 21, zmm},
    {"clflushopt", l7b, 23},
    {"clwb", l7b, 24},
    {"avx512cd", l7b, 28, zmm},
    {"sha", l7b, 29},
    {"avx512bw", l7b, 30, zmm},
    {"avx512vl", l7b, 31, zmm},
    {"avx512vbmi", l7c, 1, zmm},
    {"pku", l7c, 4},
    {"waitpkg", l7c, 5},
    {"avx512vbmi2", l7c, 6, zmm},
    {"shstk", l7c, 7},
    {"gfni", l7c, 8},
    {"vaes", l7c, 9, ymm},
    {"vpclmulqdq", l7c, 10, ymm},
    {"avx512vnni", l7c, 11, zmm},
    {"avx512bitalg", l7c, 12, zmm},
    {"avx512vpopcntdq", l7c, 14, zmm},
    {"rdpid", l7c, 22},
    {"kl", l7c, 23},
    {"cldemote", l7c, 25},
    {"movdiri", l7c, 27},
    {"movdir64b", l7c, 28},
    {"enqcmd", l7c, 29},
    {"uintr", l7d, 5},
    {"avx512vp2intersect", l7d, 8, zmm},
    {"serialize", l7d, 14},
    {"tsxldtrk", l7d, 16},
    {"pconfig", l7d, 18},
    {"amx-bf16", l7d, 22, tiles},
    {"avx512fp16", l7d, 23, zmm},
    {"amx-tile", l7d, 24, tiles},
    {"amx-int8", l7d, 25, tiles},
    {"sha512", l71a, 0, ymm},
    {"sm3", l71a, 1, ymm},
    {"sm4", l71a, 2, ymm},
    {"raoint", l71a, 3},
    {"avxvnni", l71a, 4, ymm},
    {"avx512bf16", l71a, 5, zmm},
    {"cmpccxadd", l71a, 7},
    {"amx-fp16", l71a, 21, tiles},
    {"hreset", l71a, 22},
    {"avxifma", l71a, 23, ymm},
    {"avxvnniint8", l71d, 4, ymm},
    {"avxneconvert", l71d, 5, ymm},
    {"amx-complex", l71d, 8, tiles},
    {"avxvnniint16", l71d, 10, ymm},
    {"prefetchi", l71d, 14},
    {"usermsr", l71d, 15},
    {"xsaveopt", ld1a, 0},
    {"xsavec", ld1a, 1},
    {"xsaves", ld1a, 3},
    {"ptwrite", l14b, 4},
    {"widekl", l19b, 2},
    {"sahf", x1c, 0},
    {"lzcnt", x1c, 5},
    {"sse4a", x1c, 6},
    {"prfchw", x1c, 8},
    {"xop", x1c, 11, ymm},
    {"lwp", x1c, 15},
    {"fma4", x1c, 16, ymm},
    {"tbm", x1c, 21},
    {"mwaitx", x1c, 29},
    {"64bit", x1d, 29},
    {"clzero", x8b, 0},
    {"rdpru", x8b, 4},
    {"wbnoinvd", x8b, 9},
};

struct Leaf {
  uint32_t a = 0, b = 0, c = 0, d = 0;
};

Leaf readLeaf(uint32_t leaf, uint32_t subleaf = 0) {
  Leaf result;
  __get_cpuid_count(leaf, subleaf, &result.a, &result.b, &result.c, &result.d);
  return result;
}

uint32_t readXcr0() {
  uint32_t low = 0, high = 0;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

/// All words of CPUID that the table refers to, and XCR0.
struct Cpu {
  std::array<uint32_t, x8b + 1> words = {};
  uint32_t saved = 0;

  Cpu() {
    Leaf one = readLeaf(1), seven = readLeaf(7),
         extended = readLeaf(0x80000001);
    words[l1c] = one.c, words[l1d] = one.d;
    words[l7b] = seven.b, words[l7c] = seven.c, words[l7d] = seven.d;
    if (seven.a >= 1) {
      Leaf more = readLeaf(7, 1);
      words[l71a] = more.a, words[l71d] = more.d;
    }
    words[ld1a] = readLeaf(0xd, 1).a;
    words[l14b] = readLeaf(0x14).b;
    words[l19b] = readLeaf(0x19).b;
    words[x1c] = extended.c, words[x1d] = extended.d;
    words[x8b] = readLeaf(0x80000008).b;
    constexpr uint32_t osxsave = 1u << 27;
    if (one.c & osxsave)
      saved = readXcr0();
  }
};

} // namespace

bool cpuHasFeature(std::string_view name) {
  static const Cpu cpu;
  for (const Feature &feature : kFeatures)
    if (feature.name == name)
      return (cpu.words[feature.word] >> feature.bit & 1) &&
             (cpu.saved & feature.saved) == feature.saved;
  return false;
}

#else

bool cpuHasFeature(std::string_view) { return false; }

#endif

} // namespace mpcrt
