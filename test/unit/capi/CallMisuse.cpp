//===- CallMisuse.cpp - steps and checkpoints that cannot be --------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Misuse.h"

namespace mpcrt::test {

namespace {

float x[4] = {1, 2, 3, 4}, loss;

mpcrt_status step(const Hands &hands, std::vector<mpcrt_input> inputs,
                  std::vector<mpcrt_output> outputs = {}) {
  return mpcrt_step(hands.session, inputs.data(), inputs.size(), outputs.data(),
                    outputs.size());
}

const mpcrt_input kInput = {"x", x, 12};

/// Submits a step and collects it with those outputs and scalars.
mpcrt_status collect(const Hands &hands, std::vector<mpcrt_output> outputs,
                     std::vector<mpcrt_output> scalars) {
  uint64_t ticket = 0;
  EXPECT_EQ(mpcrt_submit(hands.session, &kInput, 1, &ticket), MPCRT_OK);
  return mpcrt_collect(hands.session, ticket, outputs.data(), outputs.size(),
                       scalars.data(), scalars.size());
}

mpcrt_status loadText(const Hands &hands, const std::string &text) {
  writeAll(hands.folder + "/bad", text);
  return mpcrt_load(hands.session, (hands.folder + "/bad").c_str(), nullptr,
                    nullptr);
}

/// A safetensors file of one tensor, which is no checkpoint of this model.
std::string otherModel() {
  std::string header =
      R"({"__metadata__":{"mpc.iteration":"1","mpc.seed":"0"},)"
      R"("v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
  std::string bytes(8, 0);
  bytes[0] = char(header.size());
  return bytes + header + std::string(4, 0);
}

const Misuse kCalls[] = {
    {"a step before its inputs", MPCRT_USAGE, "'train' lacks its input 'x'",
     [](auto &h) { return step(h, {}); }},
    {"a step on what is no input", MPCRT_USAGE, "there is no input 'z'",
     [](auto &h) { return step(h, {kInput, {"z", x, 12}}); }},
    {"a step on an input given twice", MPCRT_USAGE, "is given twice",
     [](auto &h) { return step(h, {kInput, kInput}); }},
    {"a step on an input without a name", MPCRT_USAGE,
     "name of input 0 is null",
     [](auto &h) { return step(h, {{nullptr, x, 12}}); }},
    {"a step on a null input", MPCRT_BAD_INPUT, "12 bytes, but got none",
     [](auto &h) { return step(h, {{"x", nullptr, 12}}); }},
    {"a step on a short input", MPCRT_BAD_INPUT, "12 bytes, but got 8",
     [](auto &h) { return step(h, {{"x", x, 8}}); }},
    {"a step on a long input", MPCRT_BAD_INPUT, "12 bytes, but got 16",
     [](auto &h) { return step(h, {{"x", x, 16}}); }},
    {"a step on null inputs", MPCRT_USAGE, "array of inputs, but got null",
     [](auto &h) { return mpcrt_step(h.session, nullptr, 1, nullptr, 0); }},
    {"a step on endless inputs", MPCRT_USAGE, "array of inputs, but got",
     [](auto &h) { return mpcrt_step(h.session, &kInput, ~0ul, nullptr, 0); }},
    {"a step for no output", MPCRT_USAGE, "there is no output 'acc'",
     [](auto &h) { return step(h, {kInput}, {{"acc", &loss, 4}}); }},
    {"a step for an output without a name", MPCRT_USAGE,
     "name of output 0 is null",
     [](auto &h) { return step(h, {kInput}, {{nullptr, &loss, 4}}); }},
    {"a step for a long output", MPCRT_BAD_INPUT, "4 bytes, but got 8",
     [](auto &h) { return step(h, {kInput}, {{"loss", &loss, 8}}); }},
    {"a step for a null output", MPCRT_BAD_INPUT, "but got none",
     [](auto &h) { return step(h, {kInput}, {{"loss", nullptr, 4}}); }},
    {"run null", MPCRT_USAGE, "the function's name is null",
     [](auto &h) {
       return mpcrt_run(h.session, nullptr, nullptr, 0, nullptr, 0);
     }},
    {"run what is none", MPCRT_USAGE, "has no function 'f' (it has:",
     [](auto &h) { return mpcrt_run(h.session, "f", nullptr, 0, nullptr, 0); }},
    {"evaluate what has no eval", MPCRT_USAGE, "has no function 'eval'",
     [](auto &h) { return mpcrt_evaluate(h.session, nullptr, 0, nullptr, 0); }},
    {"submit for no ticket", MPCRT_USAGE, "ticket is null",
     [](auto &h) { return mpcrt_submit(h.session, &kInput, 1, nullptr); }},
    {"submit a third step", MPCRT_USAGE, "2 steps are under way",
     [](auto &h) {
       uint64_t tickets[3] = {};
       for (int i = 0; i < 2; ++i)
         EXPECT_EQ(mpcrt_submit(h.session, &kInput, 1, &tickets[i]), MPCRT_OK);
       mpcrt_status status = mpcrt_submit(h.session, &kInput, 1, &tickets[2]);
       std::string message = mpcrt_error();
       for (int i = 0; i < 2; ++i)
         mpcrt_collect(h.session, tickets[i], nullptr, 0, nullptr, 0);
       EXPECT_EQ(mpcrt_error(), message);
       return status;
     }},
    {"collect what is not under way", MPCRT_USAGE, "is not under way",
     [](auto &h) {
       return mpcrt_collect(h.session, 1 << 20, nullptr, 0, nullptr, 0);
     }},
    {"collect an output that is none", MPCRT_USAGE, "there is no output 'q'",
     [](auto &h) { return collect(h, {{"q", &loss, 4}}, {}); }},
    {"collect a scalar that is none", MPCRT_USAGE, "no scalar or counter 'w'",
     [](auto &h) { return collect(h, {}, {{"w", x, 12}}); }},
    {"collect a long scalar", MPCRT_BAD_INPUT, "'lr' is f32[]",
     [](auto &h) { return collect(h, {}, {{"lr", x, 8}}); }},
    {"save to null", MPCRT_USAGE, "path is null",
     [](auto &h) { return mpcrt_save(h.session, nullptr, 0, 0); }},
    {"save where nobody may", MPCRT_OS, "/proc/none/c",
     [](auto &h) { return mpcrt_save(h.session, "/proc/none/c", 0, 0); }},
    {"save over a folder", MPCRT_OS, "",
     [](auto &h) { return mpcrt_save(h.session, h.folder.c_str(), 0, 0); }},
    {"load null", MPCRT_USAGE, "path is null",
     [](auto &h) { return mpcrt_load(h.session, nullptr, nullptr, nullptr); }},
    {"load what is not there", MPCRT_OS, "no such file",
     [](auto &h) { return mpcrt_load(h.session, "/none", nullptr, nullptr); }},
    {"load an engine", MPCRT_BAD_INPUT, "bad",
     [](auto &h) { return loadText(h, image()); }},
    {"load nothing", MPCRT_BAD_INPUT, "bad",
     [](auto &h) { return loadText(h, ""); }},
    {"load a checkpoint of another model", MPCRT_BAD_INPUT, "bad",
     [](auto &h) { return loadText(h, otherModel()); }},
    {"load parameters of another model", MPCRT_BAD_INPUT, "bad",
     [](auto &h) {
       writeAll(h.folder + "/bad", otherModel());
       return mpcrt_load_parameters(h.session, (h.folder + "/bad").c_str());
     }},
    {"load parameters from null", MPCRT_USAGE, "path is null",
     [](auto &h) { return mpcrt_load_parameters(h.session, nullptr); }},
};

} // namespace

std::span<const Misuse> misuseOfCalls() { return kCalls; }

} // namespace mpcrt::test
