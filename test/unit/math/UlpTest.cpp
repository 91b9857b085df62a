//===- UlpTest.cpp - measures the error of each math expansion ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiles every expansion for this CPU, compares it with references over all
// of f32 in steps and at all corners, prints the largest errors, and fails
// where a bound of MathExpansion.h is exceeded.
//
//===----------------------------------------------------------------------===//

#include "Jit.h"
#include "Lowering.h"
#include "Points.h"
#include "Reference.h"

#include "fmt/format.h"
#include "mlir/Dialect/Math/IR/Math.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <thread>

using namespace mlir;

namespace mpc::test {

namespace {

struct Function {
  const char *name;
  Body body;
  Reference reference;
  double bound;
  /// Results lie in [-1, 1].
  bool bounded = false;
  /// Beyond this |x| any result within [-1, 1] will do.
  double accurateTo = INFINITY;
  /// Takes two arguments, and may miss overflow by the bound.
  bool binary = false;
};

/// Results that models rely on to the last bit.
struct Exact {
  const char *name;
  Point at;
  float want;
};

const Exact exactResults[] = {
    {"exp", {0, 0}, 1},
    {"expm1", {-20, 0}, -1},
    {"log", {1, 0}, 0},
    {"tanh", {9.5f, 0}, 1},
    {"tanh", {-1e30f, 0}, -1},
    {"erf", {4, 0}, 1},
    {"erf", {-1e30f, 0}, -1},
    {"logistic", {0, 0}, 0.5f},
    {"logistic", {20, 0}, 1},
    {"rsqrt", {4, 0}, 0.5f},
    {"cos", {0, 0}, 1},
    {"pow", {-3, 3}, -27},
    {"pow", {2, -149}, 0x1p-149f},
    {"pow", {0.1f, 1}, 0.1f},
};

template <typename OpTy>
Value unary(ImplicitLocOpBuilder &b, Value x, Value) {
  return OpTy::create(b, x);
}

Value logisticBody(ImplicitLocOpBuilder &b, Value x, Value) {
  return buildLogisticScalar(b, x);
}

Value powBody(ImplicitLocOpBuilder &b, Value x, Value y) {
  return math::PowFOp::create(b, x, y);
}

const Function functions[] = {
    {"exp", unary<math::ExpOp>, exp, 2},
    {"expm1", unary<math::ExpM1Op>, expm1, 2},
    {"log", unary<math::LogOp>, log, 2},
    {"log1p", unary<math::Log1pOp>, log1p, 2},
    {"tanh", unary<math::TanhOp>, tanh, 2, true},
    {"erf", unary<math::ErfOp>, erf, 2, true},
    {"logistic", logisticBody, logistic, 2, true},
    {"rsqrt", unary<math::RsqrtOp>, rsqrt, 2},
    {"sin", unary<math::SinOp>, sin, 2, true, 1e5},
    {"cos", unary<math::CosOp>, cos, 2, true, 1e5},
    {"pow", powBody, pow, 8, false, INFINITY, true},
};

/// The largest error seen, and where.
struct Worst {
  double ulps = -1;
  Point at = {0, 0};
  float got = 0;

  void see(double error, Point point, float result) {
    // nan cannot be: judge() returns none. Equal errors keep the smaller x, so
    // that the thread that came first does not matter.
    if (error > ulps || (error == ulps && toBits(point.x) < toBits(at.x)))
      *this = {error, point, result};
  }
};

/// The distance from a f32 next to `value` to its neighbour.
double ulpOf(double value) {
  int exponent = value == 0 ? -126 : std::max(std::ilogb(value), -126);
  return std::ldexp(1.0, std::min(exponent, 127) - 23);
}

/// The error of `got` in ulp; infinite where it is wrong in kind.
double judge(const Function &f, Point p, float got, double want) {
  if (f.bounded && std::fabs(got) > 1)
    return INFINITY;
  if (std::fabs(p.x) > f.accurateTo && std::isfinite(p.x))
    return std::isnan(got) ? INFINITY : 0;
  if (std::isnan(want) || std::isnan(got))
    return std::isnan(want) && std::isnan(got) ? 0 : INFINITY;
  auto rounded = static_cast<float>(want);
  bool sameKind =
      std::isinf(got) == std::isinf(rounded) && (got == 0) == (rounded == 0);
  if (std::signbit(got) != std::signbit(want) || (!sameKind && !f.binary))
    return INFINITY;
  auto finite = [](double x) { return std::clamp(x, -0x1p128, 0x1p128); };
  return std::fabs(finite(got) - finite(want)) / ulpOf(finite(want));
}

/// Odd, so that both signs and all low bits are met.
constexpr uint64_t denseStride = 43;

/// One chunk of points and the results for them.
struct Chunk {
  std::vector<float> x = std::vector<float>(chunk);
  std::vector<float> y = x, vector = x, scalar = x;
};

class Measurement {
public:
  Measurement(const Function &function, uint64_t stride, uint64_t pairs)
      : function(function), vectorForm(function.body, 16),
        scalarForm(function.body, 1), stride(stride),
        count(function.binary
                  ? pairs
                  : (UINT64_C(1) << 32) / stride +
                        (stride == 1 ? 0 : denseCount / denseStride)),
        corners(function.binary ? cornersOfTwo() : cornersOfOne()) {}

  /// Prints a row of the table. Returns true if all bounds hold.
  bool run();

private:
  Point pointAt(uint64_t index) const;
  void work(uint64_t firstChunk, uint64_t step);
  void measure(Chunk &c, uint64_t begin, bool compareForms);
  double errorOfReference() const;
  bool areExactResultsExact() const;

  const Function &function;
  Compiled vectorForm, scalarForm;
  uint64_t stride, count;
  std::vector<Point> corners;

  std::mutex mutex;
  Worst worst;
  uint64_t formsDiffer = 0;
};

Point Measurement::pointAt(uint64_t index) const {
  if (index < corners.size())
    return corners[index];
  index = std::min(index - corners.size(), count - 1);
  if (function.binary)
    return pairAt(index);
  uint64_t sparse = (UINT64_C(1) << 32) / stride;
  return {index < sparse ? fromBits(uint32_t(index * stride))
                         : denseAt((index - sparse) * denseStride),
          0};
}

void Measurement::measure(Chunk &c, uint64_t begin, bool compareForms) {
  for (int64_t i = 0; i < chunk; ++i) {
    Point p = pointAt(begin + i);
    c.x[i] = p.x;
    c.y[i] = p.y;
  }
  vectorForm(c.x.data(), c.y.data(), c.vector.data());
  Worst local;
  for (int64_t i = 0; i < chunk; ++i) {
    Point p = {c.x[i], c.y[i]};
    double want = function.reference.fast(p.x, p.y);
    local.see(judge(function, p, c.vector[i], want), p, c.vector[i]);
  }
  uint64_t differ = 0;
  if (compareForms) {
    scalarForm(c.x.data(), c.y.data(), c.scalar.data());
    for (int64_t i = 0; i < chunk; ++i)
      differ += toBits(c.vector[i]) != toBits(c.scalar[i]) &&
                !(std::isnan(c.vector[i]) && std::isnan(c.scalar[i]));
  }
  std::lock_guard lock(mutex);
  worst.see(local.ulps, local.at, local.got);
  formsDiffer += differ;
}

void Measurement::work(uint64_t firstChunk, uint64_t step) {
  Chunk c;
  uint64_t total = count + corners.size();
  for (uint64_t n = firstChunk; n * chunk < total; n += step)
    measure(c, n * chunk, n % 16 == 0);
}

/// The largest error of the double reference, in f32 ulp, on a sample.
double Measurement::errorOfReference() const {
  double largest = 0;
  uint64_t step = std::max<uint64_t>((count + corners.size()) / 50000, 1);
  for (uint64_t i = 0; i < count + corners.size(); i += step) {
    Point p = pointAt(i);
    double fast = function.reference.fast(p.x, p.y);
    Quad exact = function.reference.exact(p.x, p.y);
    auto rounded = static_cast<double>(exact);
    if (std::isnan(fast) != std::isnan(rounded))
      return INFINITY;
    if (std::isfinite(rounded) && std::fabs(rounded) < 0x1p129)
      largest = std::max(
          largest,
          static_cast<double>((fast > exact ? fast - exact : exact - fast) /
                              ulpOf(rounded)));
  }
  return largest;
}

bool Measurement::areExactResultsExact() const {
  Chunk c;
  bool ok = true;
  for (const Exact &exact : exactResults) {
    if (std::strcmp(exact.name, function.name))
      continue;
    c.x[0] = exact.at.x;
    c.y[0] = exact.at.y;
    vectorForm(c.x.data(), c.y.data(), c.vector.data());
    if (c.vector[0] == exact.want)
      continue;
    ok = false;
    fmt::print("{} of ({}, {}) is {:.9g}, not {:.9g}\n", exact.name, exact.at.x,
               exact.at.y, c.vector[0], exact.want);
  }
  return ok;
}

bool Measurement::run() {
  unsigned threads = std::max(std::thread::hardware_concurrency(), 1u);
  std::vector<std::thread> workers;
  for (unsigned t = 0; t < threads; ++t)
    workers.emplace_back(&Measurement::work, this, t, threads);
  double reference = errorOfReference();
  for (std::thread &worker : workers)
    worker.join();
  bool ok = worst.ulps <= function.bound && reference < 1e-3 && !formsDiffer &&
            areExactResultsExact();
  std::string at = fmt::format("{:.9g}", worst.at.x);
  if (function.binary)
    at += fmt::format(", {:.9g}", worst.at.y);
  fmt::print("{:<9} {:>11} {:>8.4f} {:>6} {:>10.1e}  {}{}\n", function.name,
             count + corners.size(), worst.ulps, function.bound, reference, at,
             ok ? ""
                : fmt::format("  FAILED: got {:.9g}, scalar form differs "
                              "at {} points",
                              worst.got, formsDiffer));
  std::fflush(stdout);
  return ok;
}

int runAll(const char *only, uint64_t stride, uint64_t pairs) {
  fmt::print("{:<9} {:>11} {:>8} {:>6} {:>10}  {}\n", "function", "points",
             "max ulp", "bound", "reference", "worst at");
  bool ok = true;
  for (const Function &function : functions)
    if (!only || !std::strcmp(only, function.name))
      ok &= Measurement(function, stride, pairs).run();
  fmt::print("reference: largest error of the double references in f32 ulp, "
             "against 128 bits on a sample\n");
  return ok ? 0 : 1;
}

} // namespace
} // namespace mpc::test

int main(int argc, char **argv) {
  // A step that shares no factor with 2^32 meets all low bits.
  uint64_t stride = 401, pairs = 11'000'000;
  const char *only = nullptr;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--all")) {
      stride = 1;
      pairs = 500'000'000;
    } else if (argv[i][0] != '-') {
      only = argv[i];
    } else {
      fmt::print(stderr, "usage: mpc-ulp-test [--all] [FUNCTION]\n");
      return 2;
    }
  }
  return mpc::test::runAll(only, stride, pairs);
}
