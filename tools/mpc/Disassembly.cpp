//===- Disassembly.cpp - what is in the code of a kernel ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Disassembly.h"

#include "Failure.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <regex>
#include <sstream>
#include <unistd.h>
#include <vector>

namespace mpc::tool {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> searchFolders() {
  std::vector<std::string> folders;
  const char *path = std::getenv("PATH");
  std::istringstream parts(path ? path : "");
  for (std::string folder; std::getline(parts, folder, ':');)
    folders.push_back(folder);
  for (const char *name : {"CUDA_HOME", "CUDA_PATH"})
    if (const char *home = std::getenv(name); home && *home)
      folders.push_back(std::string(home) + "/bin");
  folders.push_back("/usr/local/cuda/bin");
  return folders;
}

/// The program's path, or "".
std::string findProgram(const char *name) {
  for (const std::string &folder : searchFolders()) {
    std::string path = folder + "/" + name;
    if (!folder.empty() && ::access(path.c_str(), X_OK) == 0)
      return path;
  }
  return "";
}

std::string quoteForShell(const std::string &word) {
  std::string quoted = "'";
  for (char c : word)
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// What a program prints to standard output; empty if it fails.
std::string runProgram(const std::string &program, const char *option,
                       const std::string &file) {
  std::string command =
      fmt::format("{} {} {} 2>/dev/null", quoteForShell(program), option,
                  quoteForShell(file));
  std::FILE *pipe = ::popen(command.c_str(), "r");
  if (!pipe)
    return "";
  std::string text;
  char buffer[4096];
  while (size_t count = std::fread(buffer, 1, sizeof buffer, pipe))
    text.append(buffer, count);
  return ::pclose(pipe) == 0 ? text : "";
}

/// A file of these bytes that goes when this does.
class TemporaryFile {
public:
  explicit TemporaryFile(std::span<const std::byte> bytes) {
    std::error_code error;
    path = (fs::temp_directory_path(error) / "mpc-cubin-XXXXXX").string();
    int file = ::mkstemp(path.data());
    if (file < 0)
      return;
    isWhole = ::write(file, bytes.data(), bytes.size()) ==
              static_cast<ssize_t>(bytes.size());
    ::close(file);
    isMade = true;
  }
  TemporaryFile(const TemporaryFile &) = delete;
  TemporaryFile &operator=(const TemporaryFile &) = delete;
  ~TemporaryFile() {
    if (isMade)
      ::unlink(path.c_str());
  }

  std::string path;
  bool isWhole = false;

private:
  bool isMade = false;
};

/// Whether it is an ELF file for NVIDIA's machines, which have number 190.
bool isCubin(std::span<const std::byte> bytes) {
  return bytes.size() > 20 && std::memcmp(bytes.data(), "\177ELF", 4) == 0 &&
         bytes[18] == std::byte{190} && bytes[19] == std::byte{0};
}

int findNumber(const std::string &text, const char *key) {
  size_t at = text.find(key);
  return at == std::string::npos ? 0 : std::atoi(&text[at + std::strlen(key)]);
}

bool isTensorInstruction(const std::string &name) {
  for (const char *known : {"HMMA", "HGMMA", "IMMA", "IGMMA", "DMMA", "QGMMA",
                            "QMMA", "OMMA", "UTCHMMA", "UTCQMMA", "UTCOMMA"})
    if (name == known)
      return true;
  return false;
}

/// A kernel as far as its loops go.
struct Listing {
  std::vector<bool> isTensor;           ///< of each instruction
  std::map<std::string, size_t> labels; ///< the instruction that follows
  std::vector<std::pair<size_t, size_t>> loops;
};

Listing readListing(const std::string &text) {
  static const std::regex label(R"(^(\.L_\w+):.*)");
  static const std::regex instruction(
      R"(^\s+/\*[0-9a-f]{4,}\*/\s+(?:\{\s*)?(@!?U?P\w+\s+)?([A-Z0-9]+)(.*))");
  static const std::regex target(R"(`\((\.L_\w+)\))");
  Listing listing;
  std::istringstream lines(text);
  std::smatch match, to;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_match(line, match, label))
      listing.labels[match[1]] = listing.isTensor.size();
    if (!std::regex_match(line, match, instruction))
      continue;
    // What is never executed fills gaps that hardware needs.
    if (match[1].str().starts_with("@!PT") || match[2] == "NOP")
      continue;
    std::string rest = match[3];
    size_t here = listing.isTensor.size();
    if (match[2].str().starts_with("BR") &&
        std::regex_search(rest, to, target) && listing.labels.count(to[1])) {
      if (listing.labels[to[1]] == here)
        continue; // nor the endless loop after the end
      listing.loops.emplace_back(listing.labels[to[1]], here);
    }
    listing.isTensor.push_back(isTensorInstruction(match[2]));
  }
  return listing;
}

/// The share in the innermost loop that has any.
std::optional<double> findTensorShare(const Listing &listing) {
  std::optional<double> share;
  size_t shortest = listing.isTensor.size() + 1;
  for (auto [first, last] : listing.loops) {
    size_t length = last - first + 1, count = 0;
    for (size_t i = first; i <= last; ++i)
      count += listing.isTensor[i];
    if (count == 0 || length >= shortest)
      continue;
    shortest = length;
    share = static_cast<double>(count) / static_cast<double>(length);
  }
  return share;
}

} // namespace

Disassembler::Disassembler()
    : cuobjdump(findProgram("cuobjdump")), nvdisasm(findProgram("nvdisasm")) {
  if (cuobjdump.empty() || nvdisasm.empty())
    reason = "registers, spills and the share of tensor-core instructions are "
             "left out: cuobjdump and nvdisasm are neither on PATH nor in "
             "CUDA_HOME";
}

std::optional<CodeFacts>
Disassembler::examine(std::span<const std::byte> cubin) const {
  if (!reason.empty() || !isCubin(cubin))
    return std::nullopt;
  TemporaryFile file(cubin);
  std::string usage =
      file.isWhole ? runProgram(cuobjdump, "-res-usage", file.path) : "";
  if (usage.find("REG:") == std::string::npos)
    return std::nullopt;
  CodeFacts facts;
  facts.registers = findNumber(usage, "REG:");
  facts.localBytes = findNumber(usage, "STACK:") + findNumber(usage, "LOCAL:");
  Listing listing = readListing(runProgram(nvdisasm, "-c", file.path));
  facts.instructions = static_cast<int>(listing.isTensor.size());
  facts.tensorShare = findTensorShare(listing);
  return facts;
}

} // namespace mpc::tool
