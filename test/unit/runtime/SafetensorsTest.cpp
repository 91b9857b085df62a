//===- SafetensorsTest.cpp - files of named tensors -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineBuilder.h"
#include "TestFiles.h"

#include "mpcrt/Safetensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <random>

using namespace mpcrt;
using namespace mpcrt::test;
using testing::HasSubstr;

namespace {

/// A file with this header and so many bytes of data.
std::string makeFile(const std::string &header, size_t dataBytes) {
  uint64_t length = header.size();
  return std::string(reinterpret_cast<char *>(&length), 8) + header +
         std::string(dataBytes, 'x');
}

std::string errorOf(const std::string &bytes) {
  auto file = SafetensorsFile::parse(asBytes(bytes), "w.safetensors");
  if (file)
    return "";
  EXPECT_EQ(file.error().code(), StatusCode::badInput);
  EXPECT_THAT(file.error().message(), testing::StartsWith("w.safetensors: "));
  return file.error().message();
}

std::string entry(const std::string &name, const std::string &dtype,
                  const std::string &shape, const std::string &offsets) {
  return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + shape +
         "],\"data_offsets\":[" + offsets + "]}";
}

struct Hostile {
  const char *expected;
  std::string header;
  size_t dataBytes;
};

void expectAllRefused(const std::vector<Hostile> &cases) {
  for (const Hostile &one : cases)
    EXPECT_THAT(errorOf(makeFile(one.header, one.dataBytes)),
                HasSubstr(one.expected))
        << one.header.substr(0, 200);
}

} // namespace

TEST(Safetensors, reads_what_it_wrote) {
  TestDirectory directory;
  float w[6] = {1, 2, 3, 4, 5, 6};
  int64_t n = 7;
  char mask[3] = {1, 0, 1};
  std::vector<TensorView> tensors = {
      {"mask", DType::i1, {3}, std::as_bytes(std::span(mask))},
      {"fc1/w \"q\" \\ ü", DType::f32, {2, 3}, std::as_bytes(std::span(w))},
      {"empty", DType::bf16, {0, 4}, {}},
      {"n", DType::i64, {}, std::as_bytes(std::span(&n, 1))}};
  std::string path = directory.path("a.safetensors");
  Status status =
      writeSafetensors(path, tensors, {{"model", "tiny"}, {"note", "a\"b\\c"}});
  ASSERT_TRUE(status.ok()) << status.message();

  auto file = SafetensorsFile::open(path);
  ASSERT_TRUE(file) << file.error().message();
  EXPECT_TRUE(file->verifyData().ok());
  EXPECT_EQ(file->tensors().size(), 4u);
  EXPECT_EQ(file->metadata().at("model"), "tiny");
  EXPECT_EQ(file->metadata().at("note"), "a\"b\\c");
  EXPECT_EQ(file->find("other"), nullptr);
  for (const TensorView &tensor : tensors) {
    const TensorView *found = file->find(tensor.name);
    ASSERT_TRUE(found) << tensor.name;
    EXPECT_EQ(found->dtype, tensor.dtype);
    EXPECT_EQ(found->shape, tensor.shape);
    ASSERT_EQ(found->bytes.size(), tensor.bytes.size());
    EXPECT_TRUE(std::equal(found->bytes.begin(), found->bytes.end(),
                           tensor.bytes.begin()));
    EXPECT_EQ(reinterpret_cast<uintptr_t>(found->bytes.data()) %
                  dtypeBytes(found->dtype),
              0u);
  }
}

TEST(Safetensors, lists_tensors_in_the_given_order) {
  TestDirectory directory;
  char byte[1] = {};
  double number[1] = {};
  std::vector<TensorView> tensors = {
      {"b", DType::ui8, {1}, std::as_bytes(std::span(byte))},
      {"a", DType::f64, {1}, std::as_bytes(std::span(number))}};
  std::string path = directory.path("a.safetensors");
  ASSERT_TRUE(writeSafetensors(path, tensors, {}).ok());
  std::string bytes = readAll(path);
  EXPECT_LT(bytes.find("\"b\""), bytes.find("\"a\""));
  uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  EXPECT_EQ(length % 8, 0u);
  EXPECT_EQ(bytes.size(), 8 + length + 9);
}

TEST(Safetensors, knows_every_element_type) {
  const char *names[] = {"BOOL", "U8",   "I32", "I64",
                         "F16",  "BF16", "F32", "F64"};
  for (int i = 0; i < 8; ++i) {
    auto bytes = std::to_string(dtypeBytes(DType(i)));
    std::string file = makeFile(
        "{" + entry("t", names[i], "", "0," + bytes) + "}", std::stoul(bytes));
    auto parsed = SafetensorsFile::parse(asBytes(file), "f");
    ASSERT_TRUE(parsed) << parsed.error().message();
    EXPECT_EQ(parsed->tensors()[0].dtype, DType(i));
  }
}

TEST(Safetensors, sorts_tensors_by_their_data) {
  std::string file = makeFile("{" + entry("b", "U8", "2", "1,3") + "," +
                                  entry("z", "U8", "0", "1,1") + "," +
                                  entry("a", "U8", "1", "0,1") + "}  ",
                              3);
  auto parsed = SafetensorsFile::parse(asBytes(file), "f");
  ASSERT_TRUE(parsed) << parsed.error().message();
  EXPECT_EQ(parsed->tensors()[0].name, "a");
  EXPECT_EQ(parsed->tensors()[1].name, "z");
  EXPECT_EQ(parsed->tensors()[2].name, "b");
}

TEST(Safetensors, refuses_files_without_a_header) {
  EXPECT_THAT(errorOf(""), HasSubstr("is no safetensors file"));
  EXPECT_THAT(errorOf("1234567"), HasSubstr("is no safetensors file"));
  EXPECT_THAT(errorOf(std::string(8, '\xff')), HasSubstr("at most 100000000"));
  EXPECT_THAT(errorOf(std::string("\x09\0\0\0\0\0\0\0{}", 10)),
              HasSubstr("is cut off: its header has 9 bytes, but only 2"));
  EXPECT_THAT(errorOf(std::string(8, '\0')), HasSubstr("start with '{'"));
}

TEST(Safetensors, refuses_headers_of_the_wrong_form) {
  expectAllRefused({
      {"start with '{'", " {}", 0},
      {"start with '{'", "[]", 0},
      {"no JSON", "{", 0},
      {"no JSON", "{}}", 0},
      {"no JSON", "{\"a\"}", 0},
      {"no JSON", "{\"\xff\":{}}", 0},
      {"a zero byte", std::string("{}\0", 3), 0},
      {"a number stands", "{\"a\":1}", 0},
      {"the text 'x' stands", "{\"a\":\"x\"}", 0},
      {"an array stands", "{\"a\":[]}", 0},
      {"contains null", "{\"a\":null}", 0},
      {"contains a boolean", "{\"a\":{\"dtype\":true}}", 0},
      {"needs dtype", "{\"a\":{}}", 0},
      {"an object is nested", "{\"a\":{\"dtype\":{}}}", 0},
      {"an array stands", "{\"a\":{\"dtype\":[]}}", 0},
      {"'shape' of 'a' is a text", "{\"a\":{\"shape\":\"F32\"}}", 0},
      {"an array stands", "{\"a\":{\"shape\":[[1]]}}", 0},
      {"an object is nested", "{\"a\":{\"shape\":[{}]}}", 0},
      {"'dtype' twice", "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", 0},
      {"'x' of 'a' is a text", "{\"a\":{\"x\":\"\"}}", 0},
      {"a number stands", "{\"__metadata__\":{\"a\":1}}", 0},
      {"an array stands", "{\"__metadata__\":{\"shape\":[]}}", 0},
      {"an object is nested", "{\"__metadata__\":{\"a\":{}}}", 0},
      {"'a' twice", "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", 0},
      {"the text", "{\"__metadata__\":\"a\"}", 0},
      {"a name has 0 bytes", "{" + entry("", "U8", "0", "0,0") + "}", 0},
      {"not printable", "{" + entry("\\u0000", "U8", "0", "0,0") + "}", 0},
      {"'a' is there twice",
       "{" + entry("a", "U8", "1", "0,1") + "," + entry("a", "U8", "1", "1,2") +
           "}",
       2},
  });
}

TEST(Safetensors, refuses_impossible_tensors) {
  expectAllRefused({
      {"unsupported element type 'F8_E4M3'",
       "{" + entry("a", "F8_E4M3", "1", "0,1") + "}", 1},
      {"lies at bytes 0 to 3", "{" + entry("a", "F32", "1", "0,3") + "}", 3},
      {"lies at bytes 4 to 0", "{" + entry("a", "F32", "1", "4,0") + "}", 4},
      {"too many numbers", "{" + entry("a", "U8", "1", "0,1,2") + "}", 1},
      {"needs dtype", "{" + entry("a", "U8", "1", "0") + "}", 1},
      {"negative number", "{" + entry("a", "U8", "-1", "0,1") + "}", 1},
      {"the number '1.5'", "{" + entry("a", "U8", "1.5", "0,1") + "}", 1},
      {"the number '1e2'", "{" + entry("a", "U8", "1e2", "0,1") + "}", 1},
      {"too large", "{" + entry("a", "U8", "18446744073709551615", "0,1") + "}",
       1},
      {"the number '18446744073709551616'",
       "{" + entry("a", "U8", "18446744073709551616", "0,1") + "}", 1},
      {"lies at", "{" + entry("a", "F64", "281474976710656,65536", "0,0") + "}",
       0},
      {"lies at", "{" + entry("a", "U8", "4294967296,4294967296", "0,0") + "}",
       0},
      {"too many numbers",
       "{" +
           entry("a", "U8",
                 "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
                 "1,1,1,1,1,1,1,1,1",
                 "0,1") +
           "}",
       1},
  });
}

TEST(Safetensors, refuses_data_that_is_not_covered_exactly) {
  expectAllRefused({
      {"is cut off", "{" + entry("a", "U8", "4", "0,4") + "}", 3},
      {"is too long", "{" + entry("a", "U8", "4", "0,4") + "}", 5},
      {"is too long", "{}", 1},
      {"starts at byte 1", "{" + entry("a", "U8", "1", "1,2") + "}", 2},
      {"starts at byte 0",
       "{" + entry("a", "U8", "2", "0,2") + "," + entry("b", "U8", "2", "0,2") +
           "}",
       2},
      {"starts at byte 1",
       "{" + entry("a", "U8", "2", "0,2") + "," + entry("b", "U8", "2", "1,3") +
           "}",
       3},
  });
}

TEST(Safetensors, bounds_nesting_and_entries) {
  EXPECT_THAT(errorOf(makeFile("{\"a\":" + std::string(1 << 20, '['), 0)),
              HasSubstr("an array stands"));
  std::string objects = "{";
  for (int i = 0; i < 1 << 18; ++i)
    objects += "\"a\":{";
  EXPECT_THAT(errorOf(makeFile(objects, 0)), HasSubstr("an object is nested"));
  std::string many = "{";
  for (int i = 0; i <= 100'000; ++i)
    many += entry(std::to_string(i), "U8", "0", "0,0") + ",";
  EXPECT_THAT(errorOf(makeFile(many, 0)),
              HasSubstr("more than 100000 entries"));
}

TEST(Safetensors, survives_any_damage) {
  TestDirectory directory;
  float w[6] = {1, 2, 3, 4, 5, 6};
  std::vector<TensorView> tensors = {
      {"w", DType::f32, {2, 3}, std::as_bytes(std::span(w))},
      {"v", DType::f16, {12}, std::as_bytes(std::span(w))}};
  std::string path = directory.path("a.safetensors");
  ASSERT_TRUE(writeSafetensors(path, tensors, {{"a", "b"}}).ok());
  std::string good = readAll(path);
  for (size_t length = 0; length < good.size(); ++length)
    ASSERT_NE(errorOf(good.substr(0, length)), "") << length;

  std::mt19937 random(1);
  const std::string interesting = "{}[]\",:0123456789-e.\\u ";
  for (int i = 0; i < 50'000; ++i) {
    std::string bytes = good;
    for (unsigned n = 1 + random() % 3; n; --n)
      bytes[random() % bytes.size()] =
          random() % 2 ? interesting[random() % interesting.size()]
                       : char(random());
    auto file = SafetensorsFile::parse(asBytes(bytes), "f");
    if (!file)
      continue;
    (void)file->verifyData();
    for (const TensorView &tensor : file->tensors())
      ASSERT_EQ(countBytes(tensor.dtype, tensor.shape), tensor.bytes.size());
  }
}

TEST(Safetensors, finds_damaged_data) {
  TestDirectory directory;
  float w[6] = {1, 2, 3, 4, 5, 6};
  TensorView tensor = {"w", DType::f32, {6}, std::as_bytes(std::span(w))};
  std::string path = directory.path("a.safetensors");
  ASSERT_TRUE(writeSafetensors(path, {&tensor, 1}, {}).ok());
  std::string bytes = readAll(path);
  bytes.back() ^= 1;
  auto file = SafetensorsFile::parse(asBytes(bytes), "f");
  ASSERT_TRUE(file);
  EXPECT_THAT(file->verifyData().message(),
              HasSubstr("f: its data is damaged"));
}

TEST(Safetensors, writes_nothing_that_it_could_not_read) {
  TestDirectory directory;
  std::string path = directory.path("a.safetensors");
  float w[2] = {};
  auto bytes = std::as_bytes(std::span(w));
  std::vector<TensorView> twice = {{"w", DType::f32, {2}, bytes},
                                   {"w", DType::f32, {2}, bytes}};
  std::vector<TensorView> wrong = {{"w", DType::f32, {3}, bytes}};
  std::vector<TensorView> reserved = {{"__metadata__", DType::f32, {2}, bytes}};
  std::vector<TensorView> control = {{"a\nb", DType::f32, {2}, bytes}};
  for (const auto &tensors : {twice, wrong, reserved, control})
    EXPECT_FALSE(writeSafetensors(path, tensors, {}).ok());
  EXPECT_FALSE(writeSafetensors(path, {}, {{"a", "\x01"}}).ok());
  EXPECT_THAT(directory.files(), testing::IsEmpty());
}
