//===- Harness.cpp - compiles and runs one kernel ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Harness.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Parser/Parser.h"

#include "gtest/gtest.h"

#include <chrono>
#include <cmath>
#include <cstring>
#include <ctime>
#include <random>
#include <sys/mman.h>

using namespace mlir;

namespace mpc::test {

/// Without the algorithms, which have no code of their own to test here.
static const mpcrt::HostServices kServices = {
    std::memset, std::memcpy, ::exp, ::expm1, ::log,   ::log1p, ::tanh, ::erf,
    ::sin,       ::cos,       ::pow, nullptr, nullptr, nullptr, nullptr};

//===----------------------------------------------------------------------===//
// Buffer
//===----------------------------------------------------------------------===//

constexpr int64_t kGuard = 256;
constexpr char kGuardByte = 0x5a;

static std::shared_ptr<char> allocate(int64_t bytes) {
  auto *memory = static_cast<char *>(
      std::aligned_alloc(64, llvm::alignTo(bytes + kGuard, 64)));
  std::memset(memory, kGuardByte, bytes + kGuard);
  return std::shared_ptr<char>(memory, std::free);
}

static int64_t bytesOf(Type type) {
  return llvm::divideCeil(type.getIntOrFloatBitWidth(), 8);
}

int64_t Buffer::size() const {
  return type.getNumElements() * bytesOf(type.getElementType());
}

static void writeFloat(char *at, double value, FloatType format) {
  APFloat number(value);
  bool losesInfo;
  number.convert(format.getFloatSemantics(), APFloat::rmNearestTiesToEven,
                 &losesInfo);
  APInt bits = number.bitcastToAPInt();
  std::memcpy(at, bits.getRawData(), bits.getBitWidth() / 8);
}

static double readFloat(const char *at, FloatType format) {
  uint64_t bits = 0;
  std::memcpy(&bits, at, format.getWidth() / 8);
  return APFloat(format.getFloatSemantics(), APInt(format.getWidth(), bits))
      .convertToDouble();
}

Buffer::Buffer(RankedTensorType type, bool filled, unsigned seed) : type(type) {
  bytes = allocate(size());
  if (!filled)
    return;
  std::mt19937 random(seed);
  Type element = type.getElementType();
  for (int64_t i = 0; i < type.getNumElements(); ++i) {
    int64_t number = int64_t(random() >> 8) % 2001 - 1000;
    char *at = bytes.get() + i * bytesOf(element);
    if (auto format = dyn_cast<FloatType>(element))
      writeFloat(at, double(number) / 512, format);
    else if (element.isInteger(1))
      *at = number & 1;
    else
      std::memcpy(at, &number, bytesOf(element));
  }
}

Tensor Buffer::toTensor() const {
  Tensor tensor{type, {}};
  Type element = type.getElementType();
  for (int64_t i = 0; i < type.getNumElements(); ++i) {
    const char *at = bytes.get() + i * bytesOf(element);
    Scalar scalar;
    if (auto format = dyn_cast<FloatType>(element)) {
      scalar.real = readFloat(at, format);
    } else {
      std::memcpy(&scalar.integer, at, bytesOf(element));
      if (!element.isInteger(1))
        scalar.integer =
            llvm::SignExtend64(scalar.integer, element.getIntOrFloatBitWidth());
    }
    tensor.elements.push_back(scalar);
  }
  return tensor;
}

void Buffer::set(int64_t index, double value) {
  auto format = cast<FloatType>(type.getElementType());
  writeFloat(bytes.get() + index * format.getWidth() / 8, value, format);
}

bool Buffer::isGuardIntact() const {
  for (int64_t i = 0; i < kGuard; ++i)
    if (bytes.get()[size() + i] != kGuardByte)
      return false;
  return true;
}

//===----------------------------------------------------------------------===//
// TestKernel
//===----------------------------------------------------------------------===//

std::vector<StringRef> getTargets() {
  std::vector<StringRef> targets = {"x86-64-v3"};
  if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
    targets.push_back("x86-64-v4");
  return targets;
}

static RankedTensorType signless(RankedTensorType type) {
  Type element = type.getElementType();
  if (!element.isUnsignedInteger())
    return type;
  return RankedTensorType::get(
      type.getShape(),
      IntegerType::get(type.getContext(), element.getIntOrFloatBitWidth()));
}

/// Replaces `op` by its linalg form, through simpler ops if it is a composite.
static void lower(Operation *op, IRMapping &mapping, OpBuilder &builder) {
  SmallVector<Value> operands;
  for (Value operand : op->getOperands())
    operands.push_back(mapping.lookup(operand));
  auto lowerable = dyn_cast<LowerableOpInterface>(op);
  if (!lowerable) {
    builder.clone(*op, mapping);
    return;
  }
  SmallVector<Value> results = lowerable.lower(builder, operands);
  for (auto [from, to] : llvm::zip_equal(op->getResults(), results))
    mapping.map(from, to);
}

/// Decomposes composites until none is left.
static void decompose(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(block)) {
    auto lowerable = dyn_cast<LowerableOpInterface>(&op);
    if (!lowerable)
      continue;
    OpBuilder builder(&op);
    SmallVector<Value> results = lowerable.decompose(builder);
    if (results.empty())
      continue;
    op.replaceAllUsesWith(results);
    op.erase();
    return decompose(block);
  }
}

static void lowerKernel(KernelOp kernel) {
  Block &block = kernel.getBody().front();
  decompose(block);
  SmallVector<Operation *> ops;
  for (Operation &op : block)
    ops.push_back(&op);
  IRMapping mapping;
  OpBuilder builder(block.getTerminator());
  for (BlockArgument argument : block.getArguments()) {
    argument.setType(signless(cast<RankedTensorType>(argument.getType())));
    mapping.map(argument, argument);
  }
  builder.setInsertionPointToEnd(&block);
  for (Operation *op : ops)
    lower(op, mapping, builder);
  for (Operation *op : llvm::reverse(ops))
    op->erase();
}

TestKernel::TestKernel(StringRef arguments, StringRef text) {
  DialectRegistry registry;
  registry.insert<MpcDialect, arith::ArithDialect, func::FuncDialect,
                  linalg::LinalgDialect, math::MathDialect,
                  tensor::TensorDialect>();
  context.appendDialectRegistry(registry);
  context.loadAllAvailableDialects();
  std::string source =
      ("func.func @f(" + arguments + ") { mpc.kernel " + text + "\n return }")
          .str();
  module = parseSourceString<ModuleOp>(source, &context);
  if (!module)
    llvm::report_fatal_error("test kernel does not parse");
  module->walk([&](KernelOp op) { kernel = op; });
  lowerKernel(kernel);
  unsigned seed = 1;
  for (BlockArgument argument : kernel.getBody().getArguments())
    inputs.emplace_back(cast<RankedTensorType>(argument.getType()), true,
                        seed++);
}

TestKernel &TestKernel::set(unsigned input, int64_t index, double value) {
  inputs[input].set(index, value);
  return *this;
}

TestKernel::Compiled TestKernel::compile(StringRef cpu) {
  auto target =
      HostTarget::get(cpu, [&] { return emitError(kernel.getLoc()); });
  const char *dir = std::getenv("MPC_DUMP");
  FailureOr<HostCode> code = generateHostCode(*module, *target, dir ? dir : "");
  if (failed(code))
    llvm::report_fatal_error("test kernel does not compile");
  Compiled compiled{std::move(*code), nullptr, nullptr, nullptr};
  size_t size = compiled.code.image.size();
  void *memory = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  std::memcpy(memory, compiled.code.image.data(), size);
  mprotect(memory, size, PROT_READ | PROT_EXEC);
  compiled.memory = std::shared_ptr<char>(static_cast<char *>(memory),
                                          [size](char *p) { munmap(p, size); });
  compiled.entry = reinterpret_cast<mpcrt::HostKernel>(
      compiled.memory.get() + compiled.code.kernels[0].offset);
  compiled.scratch = allocate(compiled.code.kernels[0].scratchBytes);
  return compiled;
}

/// Flags are only ever raised and must be clear before.
static Buffer makeOutput(RankedTensorType type) {
  Buffer buffer(type, false, 0);
  if (type.getRank() == 0 && type.getElementType().isInteger(1))
    std::memset(buffer.data(), 0, 1);
  return buffer;
}

std::vector<Buffer> TestKernel::makeOutputs() {
  std::vector<Buffer> outputs;
  for (Value root : kernel.getBody().front().getTerminator()->getOperands())
    outputs.push_back(makeOutput(cast<RankedTensorType>(root.getType())));
  return outputs;
}

std::vector<void *> TestKernel::getOperands(ArrayRef<Buffer> outputs) {
  std::vector<void *> operands;
  for (const Buffer &input : inputs)
    operands.push_back(input.data());
  for (const Buffer &output : outputs)
    operands.push_back(output.data());
  return operands;
}

TestKernel::Function TestKernel::getFunction(StringRef cpu) {
  return [compiled = compile(cpu)](ArrayRef<void *> operands) {
    compiled.entry(&kServices, operands.data(), compiled.scratch.get(), 0,
                   compiled.code.kernels[0].tasks);
  };
}

std::vector<Buffer> TestKernel::run(const Compiled &compiled, bool reversed) {
  std::vector<Buffer> outputs = makeOutputs();
  std::vector<void *> operands = getOperands(outputs);
  int64_t tasks = compiled.code.kernels[0].tasks;
  void *scratch = compiled.scratch.get();
  if (!reversed)
    compiled.entry(&kServices, operands.data(), scratch, 0, tasks);
  for (int64_t task = tasks - 1; reversed && task >= 0; --task)
    compiled.entry(&kServices, operands.data(), scratch, task, task + 1);
  return outputs;
}

static std::string getTypeText(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

static void expectClose(const Tensor &actual, const Tensor &expected,
                        double tolerance) {
  double largest = 0;
  for (Scalar x : expected.elements)
    if (std::isfinite(x.real))
      largest = std::max(largest, std::abs(x.real));
  for (size_t i = 0; i < expected.elements.size(); ++i) {
    Scalar x = actual.elements[i], y = expected.elements[i];
    bool isClose =
        x.integer == y.integer &&
        (x.real == y.real || (std::isnan(x.real) && std::isnan(y.real)) ||
         std::abs(x.real - y.real) <= tolerance * largest);
    ASSERT_TRUE(isClose) << "element " << i << " of "
                         << getTypeText(expected.type) << " is " << x.real
                         << " or " << x.integer << ", expected " << y.real
                         << " or " << y.integer;
  }
}

void TestKernel::check(double tolerance) {
  std::vector<Tensor> tensors;
  for (Buffer &input : inputs)
    tensors.push_back(input.toTensor());
  std::vector<Tensor> expected = interpret(kernel, tensors);
  for (StringRef cpu : getTargets()) {
    SCOPED_TRACE(cpu.str());
    Compiled compiled = compile(cpu);
    std::vector<Buffer> results = run(compiled, false);
    std::vector<Buffer> again = run(compiled, true);
    for (size_t i = 0; i < results.size(); ++i) {
      expectClose(results[i].toTensor(), expected[i], tolerance);
      EXPECT_TRUE(results[i].isGuardIntact());
      EXPECT_EQ(
          std::memcmp(results[i].data(), again[i].data(), results[i].size()),
          0);
    }
    const char *guard =
        compiled.scratch.get() + compiled.code.kernels[0].scratchBytes;
    for (int64_t i = 0; i < kGuard; ++i)
      ASSERT_EQ(guard[i], kGuardByte) << "scratch memory overrun";
    EXPECT_EQ(compile(cpu).code.image, compiled.code.image);
  }
}

/// Time that this thread ran, which other processes do not disturb.
static double getThreadSeconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

void TestKernel::measure(StringRef name, double flops) {
  using Clock = std::chrono::steady_clock;
  const char *chosen = std::getenv("MPC_CPU");
  double compiling = 1e9;
  Compiled compiled;
  for (int i = 0; i < 10; ++i) {
    std::clock_t start = std::clock();
    compiled = compile(chosen ? chosen : "native");
    compiling =
        std::min(compiling, double(std::clock() - start) / CLOCKS_PER_SEC);
  }
  std::vector<Buffer> outputs = makeOutputs();
  std::vector<void *> operands = getOperands(outputs);
  int64_t tasks = compiled.code.kernels[0].tasks;
  std::vector<double> seconds;
  auto until = Clock::now() + std::chrono::milliseconds(400);
  while (Clock::now() < until) {
    double from = getThreadSeconds();
    compiled.entry(&kServices, operands.data(), compiled.scratch.get(), 0,
                   tasks);
    seconds.push_back(getThreadSeconds() - from);
  }
  llvm::sort(seconds);
  double median = seconds[seconds.size() / 2];
  printf("%-28s %8.1f us %7.1f GFLOP/s  %3ld tasks  %6zu bytes  compiled in "
         "%.1f ms\n",
         name.str().c_str(), median * 1e6, flops / median * 1e-9, long(tasks),
         compiled.code.image.size(), compiling * 1e3);
}

} // namespace mpc::test
