//===- Dumper.cpp - writes the steps of a compilation ---------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Dumper.h"

#include "mpc/Compiler.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <fmt/format.h>

namespace mpc {

std::string Dumper::getPath(llvm::StringRef name,
                            llvm::StringRef extension) const {
  unsigned number = 0;
  for (const StepInfo &step : compilerSteps()) {
    if (name == step.name)
      break;
    ++number;
  }
  return fmt::format("{}{}/{:02}-{}{}", dir, targetDir, number, name.str(),
                     extension.str());
}

std::string Dumper::getCodeDir() const {
  return isOn() ? getPath("code", "") : "";
}

void Dumper::setTarget(llvm::StringRef name) {
  targetDir = "/" + name.str();
  std::replace(targetDir.begin(), targetDir.end(), ':', '-');
}

std::string Dumper::write(llvm::StringRef name, llvm::StringRef text) {
  if (!isOn())
    return "";
  std::string folder = dir + targetDir;
  if (std::error_code ec = llvm::sys::fs::create_directories(folder))
    return fmt::format("cannot make directory {}: {}", folder, ec.message());
  std::string path = getPath(name, name == "plan" ? ".txt" : ".mlir");
  std::error_code ec;
  llvm::raw_fd_ostream file(path, ec);
  file << text;
  file.close();
  if (ec || file.has_error()) {
    std::string why = (ec ? ec : file.error()).message();
    file.clear_error();
    return fmt::format("cannot write {}: {}", path, why);
  }
  return "";
}

} // namespace mpc
