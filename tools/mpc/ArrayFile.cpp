//===- ArrayFile.cpp - files of arrays, told apart by content -------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ArrayFile.h"

#include "Idx.h"
#include "Model.h"
#include "Npy.h"
#include "Text.h"

#include <unistd.h>

namespace mpc::tool {

namespace {

using FilePtr = std::shared_ptr<const mpcrt::SafetensorsFile>;

/// A safetensors file starts with the size of its header, which is JSON.
bool looksLikeSafetensors(const FileBytes &file) {
  return file.bytes.size() > 8 && file.bytes[8] == std::byte('{');
}

std::vector<std::string> namesOf(const mpcrt::SafetensorsFile &file) {
  std::vector<std::string> names;
  for (const mpcrt::TensorView &view : file.tensors())
    names.push_back(view.name);
  return names;
}

Tensor chooseTensor(const FilePtr &file, const std::string &path,
                    const std::string &name) {
  if (const mpcrt::TensorView *view = file->find(name))
    return asTensor(*view, file);
  fail(Exit::badInput, "{}: no tensor '{}', only {}", path, name,
       listNames(namesOf(*file)));
}

Tensor onlyTensor(const FilePtr &file, const std::string &path) {
  if (file->tensors().size() == 1)
    return asTensor(file->tensors()[0], file);
  fail(Exit::badInput,
       "{}: which tensor? Give {}:NAME, where NAME is one of {}", path, path,
       listNames(namesOf(*file)));
}

} // namespace

Tensor asTensor(const mpcrt::TensorView &view,
                std::shared_ptr<const void> owner) {
  return {view.dtype, view.shape, view.bytes, std::move(owner)};
}

FilePtr openSafetensors(const std::string &path) {
  auto file = std::make_shared<const mpcrt::SafetensorsFile>(
      take(mpcrt::SafetensorsFile::open(path)));
  check(file->verifyData());
  return file;
}

Tensor readArray(const std::string &spec) {
  size_t colon = spec.rfind(':');
  if (colon != std::string::npos && ::access(spec.c_str(), F_OK) != 0) {
    std::string path = spec.substr(0, colon);
    return chooseTensor(openSafetensors(path), path, spec.substr(colon + 1));
  }
  FileBytes file = readFile(spec);
  if (file.startsWith(kNpyMagic.substr(0, 5)))
    return readNpy(file, spec);
  if (looksLikeGzip(file))
    return readGzippedIdx(file, spec);
  if (looksLikeSafetensors(file))
    return onlyTensor(openSafetensors(spec), spec);
  if (looksLikeIdx(file))
    return readIdx(file, spec);
  fail(Exit::badInput,
       "{}: the content is none of IDX, gzip-compressed IDX, .npy and "
       "safetensors",
       spec);
}

} // namespace mpc::tool
