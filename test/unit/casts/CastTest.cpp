//===- CastTest.cpp - casts, folded and compiled, against integers --------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Narrows f32 numbers to each storage format, with all ties, neighbours and
// borders and ten million others, or with --all every one of the 2^32, in
// vector code, its masked tail and scalar code of each target; widens all
// numbers of 16 bits. The compiler's constants are compared for all those of 16
// bits and a part of the sample. All nans are equal.
//
//===----------------------------------------------------------------------===//

#include "CastModel.h"
#include "Folder.h"
#include "Harness.h"

#include "fmt/format.h"
#include "llvm/Support/FormatVariadic.h"

#include <atomic>
#include <chrono>
#include <cstring>
#include <thread>

namespace mpc::test {

namespace {

/// Whole vectors of each target, and a tail.
constexpr int64_t kBatch = (1 << 16) + 5;

constexpr uint64_t kRandomPoints = 10'000'000;

//===----------------------------------------------------------------------===//
// Points
//===----------------------------------------------------------------------===//

uint64_t mix(uint64_t x) {
  x = (x + 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// Both sides of all ties and borders when `dropped` bits are rounded away.
void addTies(std::vector<uint32_t> &points, int dropped) {
  uint32_t half = 1u << (dropped - 1);
  for (uint64_t kept = 0; kept < UINT64_C(1) << 32; kept += 2 * half)
    for (uint32_t rest : {0u, 1u, half - 1, half, half + 1, 2 * half - 1})
      points.push_back(uint32_t(kept) + rest);
}

/// f16's subnormal numbers lose more bits the smaller they are.
void addSubnormalTies(std::vector<uint32_t> &points) {
  const CastFormat &half = kStorageFormats[0];
  for (uint32_t stored = 0; stored <= 0x400; ++stored) {
    uint32_t at = widen(half, stored), next = widen(half, stored + 1);
    uint32_t middle = stored ? at + (next - at) / 2 : next - (1 << 23);
    for (uint32_t point : {at, middle})
      for (uint32_t sign : {0u, 0x80000000u})
        for (int step : {-1, 0, 1})
          points.push_back(sign | ((point + step) & 0x7fffffff));
  }
}

std::vector<uint32_t> makeSample() {
  std::vector<uint32_t> points;
  addTies(points, 13);
  addTies(points, 16);
  addSubnormalTies(points);
  for (uint64_t i = 0; i < kRandomPoints; ++i)
    points.push_back(uint32_t(mix(i) >> 16));
  return points;
}

//===----------------------------------------------------------------------===//
// Comparison
//===----------------------------------------------------------------------===//

/// What became of all points of one run.
class Verdict {
public:
  explicit Verdict(std::string what) : what(std::move(what)) {}

  void see(const CastFormat &to, uint32_t from, uint32_t got, uint32_t want) {
    if (got == want || (to.isNan(got) && to.isNan(want)))
      return;
    if (failures++ == 0)
      fmt::print("{}: {:#010x} became {:#x}, expected {:#x}\n", what, from, got,
                 want);
  }

  bool report(uint64_t points, double seconds) const {
    fmt::print("{:<28} {:>10} points {:>7.1f} s  {}\n", what, points, seconds,
               failures ? fmt::format("FAILED at {}", failures.load())
                        : std::string("equal"));
    std::fflush(stdout);
    return failures == 0;
  }

private:
  std::string what;
  std::atomic<uint64_t> failures = 0;
};

double now() {
  using Clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

/// A compiled cast of vectors of kBatch elements, and one of a single element.
class CompiledCast {
public:
  CompiledCast(const char *from, const CastFormat &to, llvm::StringRef cpu)
      : vector(compile(from, to, std::to_string(kBatch) + "x", cpu)),
        scalar(compile(from, to, "", cpu)) {}

  TestKernel::Function vector, scalar;

private:
  static TestKernel::Function compile(const char *from, const CastFormat &to,
                                      const std::string &shape,
                                      llvm::StringRef cpu) {
    std::string operand = llvm::formatv("tensor<{0}{1}>", shape, from);
    std::string result = llvm::formatv("tensor<{0}{1}>", shape, to.element);
    std::string domain = shape.substr(0, shape.size() - !shape.empty());
    return TestKernel("%x: " + operand,
                      llvm::formatv(R"(pointwise "c" domain [{0}] reduced []
    (%a = %x : {1}) -> ({2}) {{
  %0 = mpc.cast %a to {3} : {1} -> {2}
  mpc.yield %0 : {2} })",
                                    domain, operand, result, to.name)
                          .str())
        .getFunction(cpu);
  }
};

/// Runs one batch through both forms and compares them with the model.
class Batch {
public:
  Batch(const CastFormat &from, const CastFormat &to,
        const CompiledCast &compiled, Verdict &verdict)
      : from(from), to(to), compiled(compiled), verdict(verdict) {
    for (auto *memory : {&operands, &results, &single})
      memory->reset(std::aligned_alloc(64, (kBatch * 4 + 63) / 64 * 64));
  }

  template <typename PointAt>
  void run(PointAt pointAt, bool scalars) {
    for (int64_t i = 0; i < kBatch; ++i)
      write(operands.get(), i, from.getBytes(), pointAt(i));
    compiled.vector({operands.get(), results.get()});
    for (int64_t i = 0; i < kBatch; ++i) {
      uint32_t point = read(operands.get(), i, from.getBytes());
      uint32_t want =
          from.getBytes() == 4 ? narrow(to, point) : widen(from, point);
      verdict.see(to, point, read(results.get(), i, to.getBytes()), want);
      if (!scalars)
        continue;
      compiled.scalar(
          {static_cast<char *>(operands.get()) + i * from.getBytes(),
           single.get()});
      verdict.see(to, point, read(single.get(), 0, to.getBytes()), want);
    }
  }

private:
  static void write(void *memory, int64_t i, int bytes, uint32_t bits) {
    std::memcpy(static_cast<char *>(memory) + i * bytes, &bits, bytes);
  }
  static uint32_t read(void *memory, int64_t i, int bytes) {
    uint32_t bits = 0;
    std::memcpy(&bits, static_cast<char *>(memory) + i * bytes, bytes);
    return bits;
  }

  struct Release {
    void operator()(void *memory) const { std::free(memory); }
  };
  const CastFormat &from, &to;
  const CompiledCast &compiled;
  Verdict &verdict;
  std::unique_ptr<void, Release> operands, results, single;
};

/// Compares `count` points on all threads; scalar code for each, or for some.
template <typename PointAt>
bool compare(const CastFormat &from, const CastFormat &to, uint64_t count,
             unsigned scalarEvery, PointAt pointAt) {
  bool ok = true;
  for (llvm::StringRef cpu : getTargets()) {
    double start = now();
    Verdict verdict(fmt::format("{} to {}, {}", from.name, to.name, cpu.str()));
    CompiledCast compiled(from.element, to, cpu);
    unsigned threads = std::max(std::thread::hardware_concurrency(), 1u);
    std::vector<std::thread> workers;
    for (unsigned t = 0; t < threads; ++t)
      workers.emplace_back([&, t] {
        Batch batch(from, to, compiled, verdict);
        for (uint64_t n = t; n * kBatch < count; n += threads)
          batch.run(
              [&](int64_t i) {
                return pointAt(std::min(n * kBatch + i, count - 1));
              },
              n % scalarEvery == 0);
      });
    for (std::thread &worker : workers)
      worker.join();
    ok &= verdict.report(count, now() - start);
  }
  return ok;
}

bool compareFolds(const CastFormat &from, const CastFormat &to,
                  const std::vector<uint32_t> &points) {
  double start = now();
  Verdict verdict(fmt::format("{} to {}, folded", from.name, to.name));
  std::vector<uint32_t> folded = foldCasts(from.element, to.name, points);
  for (size_t i = 0; i < points.size(); ++i)
    verdict.see(to, points[i], folded[i],
                from.getBytes() == 4 ? narrow(to, points[i])
                                     : widen(from, points[i]));
  return verdict.report(points.size(), now() - start);
}

int runAll(bool all) {
  std::vector<uint32_t> sample = makeSample(), few, halves;
  for (size_t i = 0; i < sample.size(); i += all ? 7 : 101)
    few.push_back(sample[i]);
  addSubnormalTies(few);
  addTies(few, 20);
  for (uint32_t bits = 0; bits < 1 << 16; ++bits)
    halves.push_back(bits);
  bool ok = true;
  for (const CastFormat &format : kStorageFormats) {
    if (all)
      ok &= compare(kF32, format, UINT64_C(1) << 32, 1,
                    [](uint64_t i) { return uint32_t(i); });
    else
      ok &= compare(kF32, format, sample.size(), 4,
                    [&](uint64_t i) { return sample[i]; });
    ok &= compareFolds(kF32, format, few);
    if (format.getBytes() != 2)
      continue;
    ok &= compare(format, kF32, halves.size(), 1,
                  [&](uint64_t i) { return halves[i]; });
    ok &= compareFolds(format, kF32, halves);
  }
  return ok ? 0 : 1;
}

} // namespace
} // namespace mpc::test

int main(int argc, char **argv) {
  bool all = argc == 2 && !std::strcmp(argv[1], "--all");
  if (argc > 1 && !all) {
    fmt::print(stderr, "usage: mpc-cast-test [--all]\n");
    return 2;
  }
  return mpc::test::runAll(all);
}
