//===- CudaBackend.cpp - code for a GPU -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Backend.h"

#include "mpcrt/CudaCompiler.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <fmt/format.h>

using namespace mlir;

namespace mpc {

namespace {

/// Labels come from the model; file names must not.
std::string getFileName(unsigned kernel, StringRef label) {
  std::string name = fmt::format("k{:02}_", kernel);
  for (char c : label)
    name += llvm::isAlnum(c) || c == '-' || c == '.' ? c : '_';
  return name + ".cu";
}

/// Why the file could not be written, or "".
std::string writeText(StringRef dir, StringRef name, StringRef text) {
  llvm::SmallString<128> path(dir);
  llvm::sys::path::append(path, name);
  std::error_code ec =
      llvm::sys::fs::create_directories(llvm::sys::path::parent_path(path));
  if (!ec) {
    llvm::raw_fd_ostream file(path, ec);
    file << text;
    file.close();
    if (!ec)
      ec = file.error();
    file.clear_error();
  }
  return ec ? fmt::format("cannot write {}: {}", path.str().str(), ec.message())
            : "";
}

class CudaBackend : public Backend {
public:
  explicit CudaBackend(StringRef chip) : chip(chip) {}

  CompileStatus generate(ModuleOp module, const std::string &dumpDir,
                         bool) override {
    dir = dumpDir;
    if (failed(checkCudaTypes(module)))
      return CompileStatus::badInput;
    FailureOr<CudaCode> made = generateCudaCode(module, chip);
    if (failed(made))
      return CompileStatus::internal;
    code = std::move(*made);
    std::string error = dir.empty() ? "" : dump();
    if (error.empty())
      return CompileStatus::ok;
    emitError(module.getLoc()) << error;
    return CompileStatus::os;
  }

  std::string getText() const override {
    std::string text;
    for (const CudaKernelCode &kernel : code.kernels)
      text += (text.empty() ? "" : "\n") + kernel.text;
    return text;
  }

  std::string describePlan(ModuleOp module) const override {
    return mpc::describePlan(module, code.kernelOfOp, [&](unsigned number) {
      const CudaKernelCode &kernel = code.kernels[number];
      return fmt::format("grid {}x{}x{} block {} shared {} B", kernel.grid[0],
                         kernel.grid[1], kernel.grid[2], kernel.block,
                         kernel.sharedBytes);
    });
  }

  FailureOr<EngineTarget> finish(ModuleOp module, EngineSources &sources,
                                 const KernelProgress &tell) override {
    // PTX of an older chip serves more, but not what only some chips know.
    bool compilesTwice = chip != kOldestChip && !hasOwnInstructions();
    progress = tell;
    if (compilesTwice)
      progress = [&](size_t done, size_t all) { return tell(done, 2 * all); };
    auto binaries = compile(module, chip);
    if (failed(binaries))
      return failure();
    auto virtualBinaries = binaries;
    if (compilesTwice) {
      progress = [&](size_t done, size_t all) {
        return tell(all + done, 2 * all);
      };
      virtualBinaries = compile(module, kVirtualChip);
      if (failed(virtualBinaries))
        return failure();
    }
    std::vector<std::string> cubins;
    for (const mpcrt::CudaBinary &binary : *binaries)
      cubins.push_back(toString(binary.bytes));
    if (sources.headers.empty())
      for (const mpcrt::CudaHeader &header : mpcrt::deviceHeaders())
        sources.headers.push_back({header.name, header.text, ""});
    SmallVector<unsigned> sourceOfKernel;
    for (auto [number, kernel] : llvm::enumerate(code.kernels))
      sourceOfKernel.push_back(
          sources.addKernel({getFileName(number, kernel.label), kernel.text,
                             getPtx((*virtualBinaries)[number])}));
    return buildCudaTarget(module, chip, code, cubins, sourceOfKernel);
  }

private:
  /// PTX of these serves the chips that come later.
  static constexpr StringRef kVirtualChip = "compute_80";
  static constexpr StringRef kOldestChip = "sm_80";

  /// Code for "sm_90a" and its kin runs on that chip alone.
  bool hasOwnInstructions() const { return chip.back() == 'a'; }

  static std::string toString(const std::vector<std::byte> &bytes) {
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
  }

  /// Without the zero byte that ends it.
  static std::string getPtx(const mpcrt::CudaBinary &binary) {
    const auto &bytes = binary.ptx.empty() ? binary.bytes : binary.ptx;
    return StringRef(toString(bytes)).rtrim('\0').str();
  }

  std::string dump() const {
    for (auto [number, kernel] : llvm::enumerate(code.kernels))
      if (std::string error =
              writeText(dir, getFileName(number, kernel.label), kernel.text);
          !error.empty())
        return error;
    for (const mpcrt::CudaHeader &header : mpcrt::deviceHeaders())
      if (std::string error = writeText(dir, header.name, header.text);
          !error.empty())
        return error;
    return "";
  }

  FailureOr<std::vector<mpcrt::CudaBinary>> compile(ModuleOp module,
                                                    StringRef arch) {
    std::vector<mpcrt::CudaSource> sources;
    for (auto [number, kernel] : llvm::enumerate(code.kernels))
      sources.push_back({getFileName(number, kernel.label), kernel.text});
    mpcrt::CudaOptions options;
    options.withPtx = arch == kOldestChip || hasOwnInstructions();
    options.progress = progress;
    options.note = [&](const std::string &text) {
      emitWarning(module.getLoc()) << text;
    };
    auto binaries = mpcrt::compileCuda(sources, arch.str(), options);
    if (!binaries && binaries.error().code() == mpcrt::StatusCode::interrupted)
      return failure(); // Whoever interrupts knows.
    if (!binaries)
      return reportError(module, binaries.error().message());
    return std::move(*binaries);
  }

  /// Reports where the model has the kernel that the message is about.
  LogicalResult reportError(ModuleOp module, const std::string &message) {
    Location loc = module.getLoc();
    unsigned next = 0;
    module.walk([&](KernelOp op) {
      unsigned number = code.kernelOfOp[next++];
      std::string file = getFileName(number, code.kernels[number].label);
      if (StringRef(message).contains(file))
        loc = op.getLoc();
    });
    InFlightDiagnostic error = emitError(loc) << message;
    if (!dir.empty())
      error.attachNote(module.getLoc()) << "the CUDA text is in " << dir;
    return failure();
  }

  std::string chip, dir;
  CudaCode code;
  KernelProgress progress;
};

} // namespace

std::unique_ptr<Backend> createCudaBackend(StringRef chip) {
  return std::make_unique<CudaBackend>(chip);
}

} // namespace mpc
