//===- CodeFolder.cpp - where code generation writes its texts ------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CodeFolder.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <vector>

namespace fs = llvm::sys::fs;

namespace mpc {

CodeFolder::CodeFolder(std::string dumpDir, bool wanted)
    : dir(std::move(dumpDir)) {
  std::error_code ec;
  if (!dir.empty()) {
    ec = fs::create_directories(dir);
  } else if (wanted) {
    llvm::SmallString<128> path;
    ec = fs::createUniqueDirectory("mpc-code", path);
    dir = std::string(path);
    isTemporary = !ec;
  }
  if (ec)
    failure = "cannot make directory " + dir + ": " + ec.message();
}

CodeFolder::~CodeFolder() {
  if (isTemporary)
    fs::remove_directories(dir);
}

std::string CodeFolder::readAssembly() const {
  std::vector<std::string> files;
  std::error_code ec;
  for (fs::directory_iterator it(dir, ec), end; it != end && !ec;
       it.increment(ec))
    if (llvm::StringRef(it->path()).ends_with(".s"))
      files.push_back(it->path());
  llvm::sort(files);
  std::string text;
  for (const std::string &file : files)
    if (auto buffer = llvm::MemoryBuffer::getFile(file))
      text += (*buffer)->getBuffer();
  return text;
}

} // namespace mpc
