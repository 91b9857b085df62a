//===- Report.cpp - what is found wrong -----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "Settings.h"

#include <cstdarg>
#include <cstdio>

namespace emulator {

std::string format(const char *text, ...) {
  char result[1024];
  va_list values;
  va_start(values, text);
  std::vsnprintf(result, sizeof(result), text, values);
  va_end(values);
  return result;
}

void report(const std::string &kernel, const std::string &place,
            const std::string &what) {
  std::fprintf(stderr, "emulated device: kernel %s, %s: %s\n", kernel.c_str(),
               place.c_str(), what.c_str());
  writeReport(
      format("{\"kernel\": \"%s\", \"place\": \"%s\", \"what\": \"%s\"}",
             kernel.c_str(), place.c_str(), what.c_str()));
}

void writeReport(const std::string &json) {
  if (settings().report.empty())
    return;
  if (std::FILE *file = std::fopen(settings().report.c_str(), "a")) {
    std::fprintf(file, "%s\n", json.c_str());
    std::fclose(file);
  }
}

} // namespace emulator
