//===- EngineBuilder.cpp - engines made in memory -------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineBuilder.h"

#include "Checksum.h"
#include "Memory.h"

#include "mpcrt/EngineFormat.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace mpcrt::test {

namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

Offset<fb::Tensor> build(FlatBufferBuilder &b, const TensorSpec &spec) {
  return fb::CreateTensorDirect(b, spec.name.c_str(), spec.dtype, &spec.shape);
}

Offset<fb::Node> build(FlatBufferBuilder &b, const NodeSpec &spec) {
  if (!spec.body.empty()) {
    std::vector<Offset<fb::Node>> body;
    for (const NodeSpec &node : spec.body)
      body.push_back(build(b, node));
    auto loop = fb::CreateLoopDirect(b, spec.trip, &body);
    return fb::CreateNode(b, fb::NodeKind::Loop, loop.Union());
  }
  std::vector<Offset<fb::Buffer>> buffers;
  for (const BufferSpec &buffer : spec.buffers)
    buffers.push_back(fb::CreateBufferDirect(
        b, buffer.space, buffer.index, buffer.offset, buffer.bytes,
        buffer.strides.empty() ? nullptr : &buffer.strides));
  auto launch = fb::CreateLaunchDirect(b, spec.kernel, &buffers);
  return fb::CreateNode(b, fb::NodeKind::Launch, launch.Union());
}

Offset<fb::Function> build(FlatBufferBuilder &b, const FunctionSpec &spec);
Offset<fb::Source> build(FlatBufferBuilder &b, const SourceSpec &spec);
Offset<fb::Kernel> build(FlatBufferBuilder &b, const GpuKernelSpec &spec);

template <typename T, typename Spec>
std::vector<Offset<T>> buildAll(FlatBufferBuilder &b,
                                const std::vector<Spec> &specs) {
  std::vector<Offset<T>> offsets;
  for (const Spec &spec : specs)
    offsets.push_back(build(b, spec));
  return offsets;
}

Offset<fb::Function> build(FlatBufferBuilder &b, const FunctionSpec &spec) {
  auto inputs = buildAll<fb::Tensor>(b, spec.inputs);
  auto outputs = buildAll<fb::Tensor>(b, spec.outputs);
  auto nodes = buildAll<fb::Node>(b, spec.nodes);
  return fb::CreateFunctionDirect(b, spec.name.c_str(), &inputs, &outputs,
                                  &nodes, spec.arena);
}

std::string finish(FlatBufferBuilder &b) {
  return std::string(reinterpret_cast<char *>(b.GetBufferPointer()),
                     b.GetSize());
}

std::string buildMeta(const EngineSpec &spec) {
  FlatBufferBuilder b;
  std::vector<Offset<fb::Option>> options = {
      fb::CreateOptionDirect(b, "fusion", "on")};
  std::vector<Offset<fb::Parameter>> parameters;
  for (const ParameterSpec &parameter : spec.parameters)
    parameters.push_back(fb::CreateParameter(b, build(b, parameter.tensor),
                                             parameter.row, true));
  std::vector<Offset<fb::State>> states;
  for (const StateSpec &state : spec.states)
    states.push_back(
        fb::CreateState(b, build(b, state.tensor), state.kind, state.initial));
  b.Finish(fb::CreateMetaDirect(b, spec.producer.c_str(), "tiny", "f32", "sgd",
                                &options, &parameters, &states,
                                spec.rowElements));
  return finish(b);
}

std::string buildPlan(const EngineSpec &spec) {
  FlatBufferBuilder b;
  std::vector<Offset<flatbuffers::String>> features;
  for (const std::string &feature : spec.features)
    features.push_back(b.CreateString(feature));
  std::vector<Offset<fb::Kernel>> kernels;
  for (const KernelSpec &kernel : spec.kernels)
    kernels.push_back(fb::CreateKernelDirect(
        b, kernel.label.c_str(), kernel.offset, kernel.tasks, kernel.scratch));
  auto functions = buildAll<fb::Function>(b, spec.functions);
  b.Finish(fb::CreatePlanDirect(b, spec.planTarget.c_str(), "x86-64-v3",
                                &features, &kernels, &functions,
                                spec.tempBytes));
  return finish(b);
}

Offset<fb::Source> build(FlatBufferBuilder &b, const SourceSpec &spec) {
  return fb::CreateSourceDirect(b, spec.name.c_str(), spec.text.c_str(),
                                spec.ptx.empty() ? nullptr : spec.ptx.c_str());
}

Offset<fb::Kernel> build(FlatBufferBuilder &b, const GpuKernelSpec &spec) {
  Offset<fb::GpuLaunch> launch;
  if (spec.hasLaunch)
    launch = fb::CreateGpuLaunchDirect(b, spec.module, spec.entry.c_str(),
                                       &spec.grid, spec.block, spec.shared,
                                       spec.semaphores, spec.workspace);
  return fb::CreateKernelDirect(b, spec.entry.c_str(), 0, 0, 0, launch);
}

std::string buildGpuPlan(const EngineSpec &spec) {
  FlatBufferBuilder b;
  auto kernels = buildAll<fb::Kernel>(b, spec.gpu.kernels);
  auto functions = buildAll<fb::Function>(b, spec.functions);
  std::vector<Offset<fb::Module>> modules;
  for (const ModuleSpec &module : spec.gpu.modules)
    modules.push_back(
        fb::CreateModule(b, module.source, module.offset, module.bytes));
  std::vector<Offset<flatbuffers::String>> features;
  b.Finish(fb::CreatePlanDirect(b, spec.gpu.target.c_str(), "", &features,
                                &kernels, &functions, spec.tempBytes,
                                &modules));
  return finish(b);
}

std::string buildSources(const GpuPlanSpec &spec) {
  FlatBufferBuilder b;
  auto headers = buildAll<fb::Source>(b, spec.headers);
  auto kernels = buildAll<fb::Source>(b, spec.sources);
  b.Finish(fb::CreateSourcesDirect(b, &headers, &kernels));
  return finish(b);
}

} // namespace

FunctionSpec &EngineSpec::function(const std::string &name) {
  for (FunctionSpec &function : functions)
    if (function.name == name)
      return function;
  functions.push_back({name, {}, {}, {}});
  return functions.back();
}

std::string packSections(const Sections &sections) {
  uint64_t end = sizeof(EngineHeader) + sections.size() * sizeof(SectionEntry);
  std::string file(end, '\0');
  std::vector<SectionEntry> table;
  for (const auto &[name, bytes] : sections) {
    SectionEntry entry = {};
    std::memcpy(entry.name, name.data(), name.size());
    entry.offset = alignUp(file.size(), kSectionAlignment);
    entry.bytes = bytes.size();
    entry.checksum = checksum(asBytes(bytes));
    file.resize(entry.offset);
    file += bytes;
    table.push_back(entry);
  }
  EngineHeader header = {};
  std::memcpy(header.magic, kEngineMagic, sizeof(header.magic));
  header.version = kEngineVersion;
  header.section_count = static_cast<uint32_t>(sections.size());
  header.file_bytes = file.size();
  header.table_checksum = checksum(std::as_bytes(std::span(table)));
  std::memcpy(file.data(), &header, sizeof(header));
  auto rows = std::as_bytes(std::span(table));
  std::copy(rows.begin(), rows.end(),
            reinterpret_cast<std::byte *>(file.data()) + sizeof(header));
  return file;
}

Sections buildSections(const EngineSpec &spec) {
  Sections sections = {{"meta", buildMeta(spec)},
                       {"constants", spec.constants},
                       {"plan:host", buildPlan(spec)},
                       {"code:host", spec.code}};
  if (!spec.gpu.target.empty()) {
    sections.emplace_back("plan:" + spec.gpu.target, buildGpuPlan(spec));
    sections.emplace_back("code:" + spec.gpu.target, spec.gpu.code);
  }
  if (!spec.gpu.sources.empty())
    sections.emplace_back("sources", buildSources(spec.gpu));
  return sections;
}

std::string buildEngine(const EngineSpec &spec) {
  return packSections(buildSections(spec));
}

std::shared_ptr<const Engine> openEngine(const EngineSpec &spec) {
  auto engine = Engine::fromMemory(asBytes(buildEngine(spec)), "tiny.engine");
  EXPECT_TRUE(engine) << engine.error().message();
  return engine ? *engine : nullptr;
}

std::unique_ptr<Session> openSession(const EngineSpec &spec, int threads) {
  auto session = Session::open(openEngine(spec), {threads});
  EXPECT_TRUE(session) << session.error().message();
  return session ? std::move(*session) : nullptr;
}

std::string openingError(const EngineSpec &spec) {
  auto engine = Engine::fromMemory(asBytes(buildEngine(spec)), "tiny.engine");
  return engine ? "" : engine.error().message();
}

std::span<const std::byte> asBytes(const std::string &text) {
  return std::as_bytes(std::span(text));
}

} // namespace mpcrt::test
