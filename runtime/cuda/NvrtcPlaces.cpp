//===- NvrtcPlaces.cpp - where libnvrtc may be ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Nvrtc.h"

#include <cstdlib>
#include <glob.h>

namespace mpcrt {

namespace {

std::string environment(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

class Collector {
public:
  /// Files that match `pattern`, later versions first.
  void addFiles(const std::string &pattern) {
    result.places.push_back(pattern);
    glob_t found = {};
    if (::glob(pattern.c_str(), GLOB_BRACE, nullptr, &found) == 0)
      for (size_t i = found.gl_pathc; i-- > 0;)
        result.candidates.push_back(found.gl_pathv[i]);
    ::globfree(&found);
  }

  /// A name that the dynamic linker looks for.
  void addName(const char *name) {
    result.places.push_back(name);
    result.candidates.push_back(name);
  }

  /// What pip puts beside the modules of the Python under `prefix`.
  void addWheels(const std::string &prefix) {
    addFiles(prefix + "/lib/python3*/{site,dist}-packages/nvidia/"
                      "{cuda_nvrtc,cu[0-9]*}/lib/libnvrtc.so.*");
  }

  NvrtcPlaces result;
};

/// The prefix of the first python3 on PATH: of an active virtual environment,
/// of conda, or of the system.
std::string pythonPrefix() {
  std::string path = environment("PATH");
  for (size_t begin = 0; begin < path.size();) {
    size_t end = std::min(path.find(':', begin), path.size());
    std::string folder = path.substr(begin, end - begin);
    begin = end + 1;
    glob_t found = {};
    bool here = ::glob((folder + "/python3").c_str(), 0, nullptr, &found) == 0;
    ::globfree(&found);
    if (here && folder.ends_with("/bin"))
      return folder.substr(0, folder.size() - 4);
  }
  return "";
}

} // namespace

NvrtcPlaces nvrtcPlaces() {
  Collector places;
  for (const char *name : {"CUDA_HOME", "CUDA_PATH"})
    if (std::string home = environment(name); !home.empty())
      places.addFiles(home + "/lib64/libnvrtc.so*");
  for (const char *name : {"libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12"})
    places.addName(name);
  places.addFiles("/usr/local/cuda*/lib64/libnvrtc.so*");
  std::string active = environment("VIRTUAL_ENV");
  std::string python = pythonPrefix();
  std::string home = environment("HOME");
  if (!active.empty())
    places.addWheels(active);
  if (!python.empty() && python != active)
    places.addWheels(python);
  if (!home.empty())
    places.addWheels(home + "/.local");
  for (const char *prefix : {"/usr/local", "/usr"})
    if (python != prefix)
      places.addWheels(prefix);
  return std::move(places.result);
}

} // namespace mpcrt
