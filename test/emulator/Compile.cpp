//===- Compile.cpp - device text to code of the host ----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compile.h"

#include "Report.h"

#include <atomic>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;

// Files of this directory that replace or join the device library.
#define EMBED(NAME, FILE)                                                      \
  asm(".section .rodata\n.globl " #NAME "\n.hidden " #NAME "\n" #NAME          \
      ":\n.incbin \"" MPC_EMULATOR_SOURCE "/" FILE "\"\n.byte 0\n.previous");  \
  extern "C" const char NAME[];

EMBED(mpcEmulatorPtx, "ptx.cuh")
EMBED(mpcEmulatorWgmma, "wgmma.cuh")
EMBED(mpcEmulatorHooks, "Hooks.h")

extern char **environ;

namespace emulator {

static const char *const kOptions[] = {
    "-O1", "-ffp-contract=off", "-fno-strict-aliasing", "-shared", "-fPIC",
    "-std=c++20", "-march=x86-64-v3", "-fno-exceptions", "-fno-rtti",
    // Calls that wait must stay one call.
    "-fconvergent-functions", "-mllvm", "-disable-tail-duplicate", "-mllvm",
    "-disable-early-taildup", "-mllvm", "-tail-dup-placement=false", "-w", "-s",
    // Half of the time was the linker's.
    "-fuse-ld=lld", "-nostdlib++", "-fdiagnostics-format=msvc", "-fno-caret-diagnostics"};

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

static bool isIdentifier(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

/// What tells the device of the entries of `text`:
/// extern "C" __global__ void __launch_bounds__(256) name(…).
static std::string describeEntries(std::string_view text) {
  constexpr std::string_view kBounds = "__launch_bounds__(";
  std::string result = "\n";
  for (size_t at = text.find(kBounds); at != text.npos;
       at = text.find(kBounds, at)) {
    at += kBounds.size();
    size_t close = text.find(')', at), open = text.find('(', close);
    if (open == text.npos)
      break;
    size_t end = open;
    while (end > close && !isIdentifier(text[end - 1]))
      --end;
    size_t begin = end;
    while (isIdentifier(text[begin - 1]))
      --begin;
    std::string name(text.substr(begin, end - begin));
    std::string threads(text.substr(at, text.find_first_of(",)", at) - at));
    result += "extern \"C\" { emulator::KernelInfo " + name +
              "__kernel = {[](void **parameters) { emulator::callKernel(" +
              name + ", parameters); }, emulator::countParameters(" + name +
              "), " + threads + "}; }\n";
  }
  return result;
}

/// Unrolled loops would cost the host's compiler time and gain nothing.
static std::string withoutUnrolling(std::string text) {
  constexpr std::string_view kPragma = "#pragma unroll";
  for (size_t at = text.find(kPragma); at != text.npos;
       at = text.find(kPragma, at))
    text.replace(at, 2, "//");
  return text;
}

/// The files that are compiled.
static Source prepare(const Source &source) {
  Source result;
  result.name = source.name;
  result.text = "# 1 \"" + source.name + "\"\n" +
                withoutUnrolling(source.text) + describeEntries(source.text);
  for (auto &[name, text] : source.headers)
    if (name != "mpc/ptx.cuh" && name != "mpc/wgmma.cuh")
      result.headers.push_back({name, withoutUnrolling(text)});
  result.headers.push_back({"mpc/ptx.cuh", mpcEmulatorPtx});
  result.headers.push_back({"mpc/wgmma.cuh", mpcEmulatorWgmma});
  result.headers.push_back({"mpc/Hooks.h", mpcEmulatorHooks});
  return result;
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

/// Two sums of the FNV kind, which do not collide by accident.
static std::string hash(const Source &source) {
  uint64_t sums[2] = {0xcbf29ce484222325ull, 0x9ae16a3b2f90404full};
  auto add = [&](std::string_view text) {
    for (uint64_t &sum : sums) {
      for (unsigned char c : text)
        sum = (sum ^ c) * 0x100000001b3ull;
      sum = (sum ^ text.size()) * 0x9e3779b97f4a7c15ull;
    }
  };
  add(MPC_EMULATOR_COMPILER);
  for (const char *option : kOptions)
    add(option);
  add(source.text);
  for (auto &[name, text] : source.headers) {
    add(name);
    add(text);
  }
  return format("%016lx%016lx", sums[0], sums[1]);
}

static std::string readFile(const fs::path &path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

static void writeFile(const fs::path &path, std::string_view text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream(path, std::ios::binary).write(text.data(), text.size());
}

static fs::path cacheDirectory() {
  const char *own = std::getenv("MPC_EMULATOR_CACHE");
  return own && *own ? own : MPC_EMULATOR_DEFAULT_CACHE;
}

/// Runs the compiler in `directory`; its messages go to a file there.
static bool runCompiler(const fs::path &directory) {
  std::string include = "-I" + directory.string(),
              input = (directory / "kernel.cpp").string(),
              output = (directory / "kernel.so").string(),
              log = (directory / "log").string();
  std::vector<const char *> arguments = {MPC_EMULATOR_COMPILER};
  arguments.insert(arguments.end(), std::begin(kOptions), std::end(kOptions));
  for (const std::string *text : {&include, &input})
    arguments.push_back(text->c_str());
  arguments.insert(arguments.end(), {"-o", output.c_str(), nullptr});
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT,
                                   0600);
  pid_t child;
  int status = 1;
  if (posix_spawn(&child, MPC_EMULATOR_COMPILER, &actions, nullptr,
                  const_cast<char **>(arguments.data()), environ) == 0)
    waitpid(child, &status, 0);
  posix_spawn_file_actions_destroy(&actions);
  return status == 0;
}

Compiled compileForHost(const Source &original) {
  static std::atomic<int> number = 0;
  Source source = prepare(original);
  fs::path cache = cacheDirectory();
  fs::path entry = cache / (hash(source) + ".so");
  Compiled result;
  result.object = readFile(entry);
  if (!result.object.empty()) {
    result.ok = true;
    return result;
  }
  fs::path work = cache / format("work-%d-%d", getpid(), ++number);
  writeFile(work / "kernel.cpp", source.text);
  for (auto &[name, text] : source.headers)
    writeFile(work / name, text);
  result.ok = runCompiler(work);
  result.log = readFile(work / "log");
  result.object = readFile(work / "kernel.so");
  std::error_code error;
  if (result.ok)
    fs::rename(work / "kernel.so", entry, error);
  fs::remove_all(work, error);
  return result;
}

} // namespace emulator
