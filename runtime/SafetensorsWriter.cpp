//===- SafetensorsWriter.cpp - writes files of named tensors --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpcrt/Safetensors.h"

#include "AtomicFile.h"
#include "CheckEngine.h"
#include "Checksum.h"
#include "Error.h"
#include "Memory.h"
#include "SafetensorsHeader.h"
#include "Utf8.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace mpcrt {

namespace {

/// Printable UTF-8 as a JSON string.
std::string jsonString(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c;
  }
  return result + '"';
}

Status checkArguments(std::span<const TensorView> tensors,
                      const Metadata &metadata) {
  std::unordered_set<std::string_view> names = {"__metadata__"};
  for (const TensorView &tensor : tensors) {
    if (Status status = checkName(tensor.name); !status.ok())
      return status;
    if (!names.insert(tensor.name).second)
      return makeError(StatusCode::usage, "two tensors are called {}",
                       quote(tensor.name));
    if (countBytes(tensor.dtype, tensor.shape) != tensor.bytes.size())
      return makeError(
          StatusCode::usage, "{} is {}, but has {} bytes", quote(tensor.name),
          describeType(tensor.dtype, tensor.shape), tensor.bytes.size());
  }
  for (const auto &[key, value] : metadata)
    if (!isPrintableUtf8(key) || !isPrintableUtf8(value))
      return makeError(StatusCode::usage,
                       "the metadata {} is not printable UTF-8", quote(key));
  return {};
}

/// The order of the data: wide elements first, so that each tensor is aligned
/// to its element, which some readers insist on.
std::vector<size_t> dataOrder(std::span<const TensorView> tensors) {
  std::vector<size_t> order(tensors.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    uint64_t wideA = dtypeBytes(tensors[a].dtype);
    uint64_t wideB = dtypeBytes(tensors[b].dtype);
    return wideA != wideB ? wideA > wideB : a < b;
  });
  return order;
}

std::string describeMetadata(const Metadata &metadata) {
  std::string text = "\"__metadata__\":{";
  for (const auto &[key, value] : metadata)
    text += (text.back() == '{' ? "" : ",") + jsonString(key) + ":" +
            jsonString(value);
  return text + "}";
}

/// The header with its length in front, padded to a multiple of 8.
std::string makeHeader(std::span<const TensorView> tensors,
                       const std::vector<size_t> &order,
                       const Metadata &metadata) {
  std::vector<uint64_t> begins(tensors.size());
  uint64_t end = 0;
  for (size_t i : order) {
    begins[i] = end;
    end += tensors[i].bytes.size();
  }
  std::string text = "{" + describeMetadata(metadata);
  for (size_t i = 0; i < tensors.size(); ++i) {
    const TensorView &tensor = tensors[i];
    text += fmt::format(
        ",{}:{{\"dtype\":\"{}\",\"shape\":[{}],\"data_offsets\":[{},{}]}}",
        jsonString(tensor.name), safetensorsName(tensor.dtype),
        fmt::join(tensor.shape, ","), begins[i],
        begins[i] + tensor.bytes.size());
  }
  text += "}";
  text.resize(alignUp(text.size(), 8), ' ');
  uint64_t length = text.size();
  return std::string(reinterpret_cast<char *>(&length), sizeof(length)) + text;
}

} // namespace

Status writeSafetensors(const std::string &path,
                        std::span<const TensorView> tensors,
                        const Metadata &metadata) {
  if (Status status = checkArguments(tensors, metadata); !status.ok())
    return prefixed(path, status);
  std::vector<size_t> order = dataOrder(tensors);
  std::vector<std::span<const std::byte>> pieces;
  for (size_t i : order)
    pieces.push_back(tensors[i].bytes);
  Metadata all = metadata;
  all[kChecksumKey] = fmt::format("{:016x}", checksum(pieces));
  std::string header = makeHeader(tensors, order, all);

  Expected<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.error();
  Status status = file->write(std::as_bytes(std::span(header)));
  for (size_t i = 0; status.ok() && i < pieces.size(); ++i)
    status = file->write(pieces[i]);
  return status.ok() ? file->commit() : status;
}

} // namespace mpcrt
