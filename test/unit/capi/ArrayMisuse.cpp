//===- ArrayMisuse.cpp - contents and arrays that do not fit --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Misuse.h"

namespace mpcrt::test {

namespace {

float numbers[64];
const int64_t kFour[] = {4}, kTwoByThree[] = {2, 3}, kApart[] = {2};

/// Sets "w" to an array that `spoil` has made wrong.
template <typename Spoil>
mpcrt_status setSpoilt(const Hands &hands, Spoil spoil) {
  mpcrt_array array = arrayOf(numbers);
  spoil(array);
  return mpcrt_set_array(hands.session, "w", &array);
}

template <typename Spoil>
mpcrt_status bindSpoilt(const Hands &hands, Spoil spoil,
                        const char *name = "x") {
  mpcrt_array array = arrayOf(numbers);
  spoil(array);
  return mpcrt_bind(hands.session, name, &array);
}

const Misuse kArrays[] = {
    {"set without a name", MPCRT_USAGE, "name is null",
     [](auto &h) { return mpcrt_set(h.session, nullptr, numbers, 12); }},
    {"set what is none", MPCRT_USAGE, "no parameter or state 'q'",
     [](auto &h) { return mpcrt_set(h.session, "q", numbers, 12); }},
    {"set to null", MPCRT_BAD_INPUT, "12 bytes, but got none",
     [](auto &h) { return mpcrt_set(h.session, "w", nullptr, 12); }},
    {"set too little", MPCRT_BAD_INPUT, "12 bytes, but got 11",
     [](auto &h) { return mpcrt_set(h.session, "w", numbers, 11); }},
    {"set too much", MPCRT_BAD_INPUT, "12 bytes, but got 16",
     [](auto &h) { return mpcrt_set(h.session, "w", numbers, 16); }},
    {"set an endless name", MPCRT_USAGE, "no parameter or state",
     [](auto &h) {
       std::string name(1 << 20, '/');
       return mpcrt_set(h.session, name.c_str(), numbers, 12);
     }},
    {"get without a name", MPCRT_USAGE, "name is null",
     [](auto &h) { return mpcrt_get(h.session, nullptr, numbers, 12); }},
    {"get what is none", MPCRT_USAGE, "no parameter or state ''",
     [](auto &h) { return mpcrt_get(h.session, "", numbers, 12); }},
    {"get into null", MPCRT_BAD_INPUT, "but got none",
     [](auto &h) { return mpcrt_get(h.session, "w", nullptr, 12); }},
    {"get too much", MPCRT_BAD_INPUT, "but got 13",
     [](auto &h) { return mpcrt_get(h.session, "w", numbers, 13); }},
    {"no array", MPCRT_USAGE, "array is null",
     [](auto &h) { return mpcrt_set_array(h.session, "w", nullptr); }},
    {"no array to get into", MPCRT_USAGE, "array is null",
     [](auto &h) { return mpcrt_get_array(h.session, "w", nullptr); }},
    {"an array of another type", MPCRT_USAGE, "'w' is f32[3], but got f16[3]",
     [](auto &h) {
       return setSpoilt(h, [](auto &a) { a.dtype = MPCRT_F16; });
     }},
    {"an array of no type", MPCRT_USAGE, "element type numbered 77",
     [](auto &h) { return setSpoilt(h, [](auto &a) { a.dtype = 77; }); }},
    {"an array of another size", MPCRT_USAGE, "'w' is f32[3], but got f32[4]",
     [](auto &h) { return setSpoilt(h, [](auto &a) { a.shape = kFour; }); }},
    {"an array of another rank", MPCRT_USAGE, "but got f32[2,3]",
     [](auto &h) {
       return setSpoilt(h, [](auto &a) { a.rank = 2, a.shape = kTwoByThree; });
     }},
    {"a scalar for a vector", MPCRT_USAGE, "but got f32[]",
     [](auto &h) {
       return setSpoilt(h, [](auto &a) { a.rank = 0, a.shape = nullptr; });
     }},
    {"an array of no shape", MPCRT_USAGE, "shape of the array for 'w' is null",
     [](auto &h) { return setSpoilt(h, [](auto &a) { a.shape = nullptr; }); }},
    {"an array of many dimensions", MPCRT_USAGE, "has 1000000 dimensions",
     [](auto &h) { return setSpoilt(h, [](auto &a) { a.rank = 1000000; }); }},
    {"an array of no data", MPCRT_USAGE, "data of the array for 'w' is null",
     [](auto &h) { return setSpoilt(h, [](auto &a) { a.data = nullptr; }); }},
    {"an array in no memory", MPCRT_USAGE, "unknown memory, numbered 7",
     [](auto &h) { return setSpoilt(h, [](auto &a) { a.memory = 7; }); }},
    {"strides on a GPU", MPCRT_USAGE, "has to be in C order",
     [](auto &h) {
       return setSpoilt(h, [](auto &a) {
         a.memory = MPCRT_CUDA_MEMORY, a.strides = kApart;
       });
     }},
    {"an array on another GPU", MPCRT_USAGE,
     "is on cuda:3, but the session runs on",
     [](auto &h) {
       return setSpoilt(
           h, [](auto &a) { a.memory = MPCRT_CUDA_MEMORY, a.device = 3; });
     }},
    {"memory of the host for a GPU's", MPCRT_USAGE, "",
     [](auto &h) {
       mpcrt_status status =
           setSpoilt(h, [](auto &a) { a.memory = MPCRT_CUDA_MEMORY; });
       EXPECT_THAT(mpcrt_error(),
                   testing::HasSubstr(h.isOnGpu
                                          ? "is not in a GPU's memory"
                                          : "the session runs on the host"));
       return status;
     }},
    {"get into an array of another type", MPCRT_USAGE, "but got i32[3]",
     [](auto &h) {
       mpcrt_array array = arrayOf(numbers);
       array.dtype = MPCRT_I32;
       return mpcrt_get_array(h.session, "w", &array);
     }},
    {"view without a name", MPCRT_USAGE, "name is null",
     [](auto &h) {
       mpcrt_array array;
       return mpcrt_view(h.session, nullptr, &array);
     }},
    {"view into null", MPCRT_USAGE, "array is null",
     [](auto &h) { return mpcrt_view(h.session, "w", nullptr); }},
    {"view what is none", MPCRT_USAGE, "no parameter or state 'adam.m/q'",
     [](auto &h) {
       mpcrt_array array;
       return mpcrt_view(h.session, "adam.m/q", &array);
     }},
    {"bind to no name", MPCRT_USAGE, "name is null",
     [](auto &h) { return bindSpoilt(h, [](auto &) {}, nullptr); }},
    {"bind to what is no input", MPCRT_USAGE, "no function has an input 'w'",
     [](auto &h) { return bindSpoilt(h, [](auto &) {}, "w"); }},
    {"bind another type", MPCRT_USAGE, "input 'x' is f32[3], but got f64[3]",
     [](auto &h) {
       return bindSpoilt(h, [](auto &a) { a.dtype = MPCRT_F64; });
     }},
    {"bind another shape", MPCRT_USAGE, "input 'x' is f32[3], but got f32[4]",
     [](auto &h) { return bindSpoilt(h, [](auto &a) { a.shape = kFour; }); }},
    {"bind no data", MPCRT_USAGE, "data of the array for 'x' is null",
     [](auto &h) { return bindSpoilt(h, [](auto &a) { a.data = nullptr; }); }},
    {"unbind what is not bound", MPCRT_USAGE, "nothing is bound",
     [](auto &h) { return mpcrt_bind(h.session, "rows", nullptr); }},
    {"unbind no name", MPCRT_USAGE, "name is null",
     [](auto &h) { return mpcrt_bind(h.session, nullptr, nullptr); }},
    {"a stream into null", MPCRT_USAGE, "stream is null",
     [](auto &h) { return mpcrt_stream(h.session, nullptr); }},
};

} // namespace

std::span<const Misuse> misuseOfArrays() { return kArrays; }

} // namespace mpcrt::test
