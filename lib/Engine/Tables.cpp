//===- Tables.cpp - the FlatBuffers of an engine --------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tables.h"

#include "mpc/IR/Mpc.h"
#include "mpc/IR/Names.h"
#include "mpcrt/engine_generated.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
namespace fb = mpcrt::fb;

namespace mpc {

namespace {

fb::DType dtypeOf(Type element) {
  if (isa<Float16Type>(element))
    return fb::DType::f16;
  if (isa<BFloat16Type>(element))
    return fb::DType::bf16;
  if (isa<Float32Type>(element))
    return fb::DType::f32;
  if (isa<Float64Type>(element))
    return fb::DType::f64;
  switch (element.getIntOrFloatBitWidth()) {
  case 1:
    return fb::DType::i1;
  case 8:
    return fb::DType::ui8;
  case 32:
    return fb::DType::i32;
  default:
    return fb::DType::i64;
  }
}

Offset<fb::Tensor> buildTensor(FlatBufferBuilder &b, StringRef name,
                               Type type) {
  auto tensor = cast<RankedTensorType>(type);
  auto nameOffset = b.CreateString(name.data(), name.size());
  auto shape = b.CreateVector(tensor.getShape().data(), tensor.getRank());
  return fb::CreateTensor(b, nameOffset, dtypeOf(tensor.getElementType()),
                          shape);
}

StringRef getString(DictionaryAttr dict, StringRef key) {
  return dict.getAs<StringAttr>(key).getValue();
}

Offset<fb::Parameter> buildParameter(FlatBufferBuilder &b,
                                     DictionaryAttr dict) {
  auto tensor = buildTensor(b, getString(dict, "name"),
                            dict.getAs<TypeAttr>("type").getValue());
  auto getFactor = [&](StringRef key) {
    auto factor = dict.getAs<FloatAttr>(key);
    return factor ? factor.getValueAsDouble() : 1.0;
  };
  return fb::CreateParameter(b, tensor, dict.getAs<IntegerAttr>("row").getInt(),
                             dict.getAs<BoolAttr>("decays").getValue(),
                             !!dict.get("frozen"), getFactor("lr_factor"),
                             getFactor("decay_factor"));
}

Offset<fb::State> buildState(FlatBufferBuilder &b, DictionaryAttr dict) {
  auto tensor = buildTensor(b, getString(dict, "name"),
                            dict.getAs<TypeAttr>("type").getValue());
  auto kind = llvm::StringSwitch<fb::StateKind>(getString(dict, "kind"))
                  .Case("arena", fb::StateKind::arena)
                  .Case("gradient", fb::StateKind::gradient)
                  .Case("counter", fb::StateKind::counter)
                  .Case("scalar", fb::StateKind::scalar)
                  .Case("copy", fb::StateKind::copy)
                  .Case("shadow", fb::StateKind::shadow)
                  .Default(fb::StateKind::state);
  auto initial = dict.getAs<FloatAttr>("initial");
  return fb::CreateState(b, tensor, kind,
                         initial ? initial.getValueAsDouble() : 0.0);
}

/// Applies `build` to each dictionary of the module's array attribute `name`.
template <typename T>
std::vector<Offset<T>>
buildEach(FlatBufferBuilder &b, ModuleOp module, StringRef name,
          Offset<T> (*build)(FlatBufferBuilder &, DictionaryAttr)) {
  std::vector<Offset<T>> offsets;
  if (auto array = module->getAttrOfType<ArrayAttr>(name))
    for (auto dict : array.getAsRange<DictionaryAttr>())
      offsets.push_back(build(b, dict));
  return offsets;
}

Offset<fb::Buffer> buildBuffer(FlatBufferBuilder &b, SlotAttr slot,
                               int64_t bytes) {
  return fb::CreateBuffer(b, static_cast<fb::Space>(slot.getSpace()),
                          slot.getIndex(), slot.getOffset(), bytes);
}

/// The single bytes that are zero before the function's first node.
std::vector<Offset<fb::Buffer>> buildCleared(FlatBufferBuilder &b,
                                             func::FuncOp func) {
  std::vector<Offset<fb::Buffer>> cleared;
  if (auto slots = func->getAttrOfType<ArrayAttr>(kClearedAttr))
    for (auto slot : slots.getAsRange<SlotAttr>())
      cleared.push_back(buildBuffer(b, slot, 1));
  return cleared;
}

/// True if Differentiate made what is there of an op of the model.
bool isAdjoint(Location loc) {
  if (auto name = dyn_cast<NameLoc>(loc))
    return isAdjoint(name.getChildLoc());
  auto fused = dyn_cast<FusedLoc>(loc);
  if (!fused)
    return false;
  auto what = dyn_cast_or_null<StringAttr>(fused.getMetadata());
  return (what && what.getValue() == "adjoint") ||
         llvm::any_of(fused.getLocations(), isAdjoint);
}

/// "adjoint of 'fc1' at line 9". An engine does not know its model's file.
std::string describeSource(Location loc) {
  std::string text = isAdjoint(loc) ? "adjoint of " : "";
  StringRef name = findName(loc);
  text += name.empty() ? "the op" : ("'" + name + "'").str();
  if (unsigned line = findLine(loc))
    text += " at line " + std::to_string(line);
  return text;
}

/// What each result of a kernel is computed by, and its element type.
struct Results {
  std::vector<fb::DType> types;
  std::vector<Offset<flatbuffers::String>> sources;
};

Results describeResults(FlatBufferBuilder &b, KernelOp op) {
  Results results;
  auto yield = cast<YieldOp>(op.getBody().front().getTerminator());
  for (auto [type, value] : llvm::zip(op.getResultTypes(), yield.getValues())) {
    results.types.push_back(
        dtypeOf(cast<RankedTensorType>(type).getElementType()));
    Operation *producer = value.getDefiningOp();
    results.sources.push_back(b.CreateString(
        describeSource(producer ? producer->getLoc() : op.getLoc())));
  }
  return results;
}

Offset<fb::Node> buildLaunch(FlatBufferBuilder &b, KernelOp op,
                             unsigned kernel) {
  std::vector<Offset<fb::Buffer>> buffers;
  auto add = [&](ArrayAttr slots, TypeRange types) {
    for (auto [slot, type] : llvm::zip(slots, types))
      buffers.push_back(
          buildBuffer(b, cast<SlotAttr>(slot), bufferBytes(type)));
  };
  add(op.getInputSlotsAttr(), op.getInputs().getTypes());
  add(op.getResultSlotsAttr(), op.getResultTypes());
  Results results = describeResults(b, op);
  auto launch = fb::CreateLaunchDirect(b, kernel, &buffers, &results.types,
                                       &results.sources);
  return fb::CreateNode(b, fb::NodeKind::Launch, launch.Union());
}

int64_t getCount(func::FuncOp func, StringRef name) {
  auto attr = func->getAttrOfType<IntegerAttr>(name);
  return attr ? attr.getInt() : 0;
}

Offset<fb::Function> buildFunction(FlatBufferBuilder &b, func::FuncOp func,
                                   ArrayRef<unsigned> kernelOfOp,
                                   unsigned &nextKernelOp) {
  std::vector<Offset<fb::Tensor>> inputs, outputs;
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (auto name = func.getArgAttrOfType<StringAttr>(i, kInputAttr))
      inputs.push_back(
          buildTensor(b, name.getValue(), func.getArgument(i).getType()));
  for (unsigned i = 0; i < func.getNumResults(); ++i)
    if (auto name = func.getResultAttrOfType<StringAttr>(i, kResultAttr))
      outputs.push_back(
          buildTensor(b, name.getValue(), func.getResultTypes()[i]));
  std::vector<Offset<fb::Node>> nodes;
  func.walk([&](KernelOp op) {
    nodes.push_back(buildLaunch(b, op, kernelOfOp[nextKernelOp++]));
  });
  std::vector<Offset<fb::Buffer>> cleared = buildCleared(b, func);
  return fb::CreateFunctionDirect(
      b, func.getName().str().c_str(), &inputs, &outputs, &nodes,
      getCount(func, "mpc.arena_bytes"), getCount(func, "mpc.live_bytes"),
      getCount(func, "mpc.residual_bytes"),
      getCount(func, "mpc.contraction_flops"),
      getCount(func, "mpc.contraction_flops_16bit"),
      getCount(func, kCastsLeftAttr),
      getCount(func, kCastsInsertedAttr) - getCount(func, kCastsLeftAttr),
      &cleared);
}

std::string finish(FlatBufferBuilder &b) {
  return std::string(reinterpret_cast<const char *>(b.GetBufferPointer()),
                     b.GetSize());
}

} // namespace

int64_t bufferBytes(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  int64_t bits = tensor.getElementTypeBitWidth();
  return tensor.getNumElements() * std::max<int64_t>(bits / 8, 1);
}

std::string rawBytes(DenseElementsAttr elements) {
  Type element = elements.getElementType();
  if (element.isInteger(1)) {
    std::string bytes;
    for (bool value : elements.getValues<bool>())
      bytes.push_back(value);
    return bytes;
  }
  ArrayRef<char> data = elements.getRawData();
  if (!elements.isSplat())
    return std::string(data.begin(), data.end());
  std::string bytes;
  for (int64_t i = 0; i < elements.getNumElements(); ++i)
    bytes.append(data.begin(), data.end());
  return bytes;
}

std::string buildMeta(ModuleOp module, const EngineIdentity &identity) {
  FlatBufferBuilder b;
  std::vector<Offset<fb::Option>> options;
  for (const auto &[key, value] : identity.options)
    options.push_back(fb::CreateOptionDirect(b, key.c_str(), value.c_str()));
  auto parameters = buildEach(b, module, "mpc.parameters", buildParameter);
  auto states = buildEach(b, module, "mpc.states", buildState);
  std::string model = module.getName().value_or("model").str();
  b.Finish(fb::CreateMetaDirect(b, identity.producer.c_str(), model.c_str(),
                                identity.format.c_str(),
                                identity.optimizer.c_str(), &options,
                                &parameters, &states, kRowElements));
  return finish(b);
}

std::string buildSources(const EngineSources &sources) {
  FlatBufferBuilder b;
  auto build = [&](const std::vector<EngineSources::Source> &list) {
    std::vector<Offset<fb::Source>> offsets;
    for (const EngineSources::Source &source : list)
      offsets.push_back(fb::CreateSourceDirect(
          b, source.name.c_str(), source.text.c_str(),
          source.ptx.empty() ? nullptr : source.ptx.c_str()));
    return offsets;
  };
  auto headers = build(sources.headers);
  auto kernels = build(sources.kernels);
  b.Finish(fb::CreateSourcesDirect(b, &headers, &kernels));
  return finish(b);
}

//===----------------------------------------------------------------------===//
// Plans
//===----------------------------------------------------------------------===//

namespace {

std::vector<Offset<fb::Function>>
buildFunctions(FlatBufferBuilder &b, ModuleOp module,
               ArrayRef<unsigned> kernelOfOp) {
  std::vector<Offset<fb::Function>> functions;
  unsigned nextKernelOp = 0;
  module.walk([&](func::FuncOp func) {
    functions.push_back(buildFunction(b, func, kernelOfOp, nextKernelOp));
  });
  return functions;
}

/// Bytes that the functions' temporary values need.
int64_t getTempBytes(ModuleOp module) {
  int64_t temp = 0;
  module.walk([&](func::FuncOp func) {
    temp = std::max(temp, getCount(func, "mpc.arena_bytes"));
  });
  return temp;
}

Offset<fb::Kernel> buildCudaKernel(FlatBufferBuilder &b,
                                   const CudaKernelCode &kernel,
                                   unsigned number) {
  auto label = b.CreateString(kernel.label);
  auto entry = b.CreateString(kernel.entry);
  auto grid = b.CreateVector(kernel.grid.data(), kernel.grid.size());
  auto launch = fb::CreateGpuLaunch(b, number, entry, grid, kernel.block,
                                    kernel.sharedBytes, kernel.semaphores,
                                    kernel.workspaceBytes);
  return fb::CreateKernel(b, label, 0, 0, 0, launch);
}

} // namespace

EngineTarget buildHostTarget(ModuleOp module, const HostTarget &target,
                             const HostCode &code) {
  FlatBufferBuilder b;
  std::vector<Offset<fb::Kernel>> kernels;
  for (const HostKernelCode &kernel : code.kernels)
    kernels.push_back(fb::CreateKernelDirect(b, kernel.label.c_str(),
                                             kernel.offset, kernel.tasks,
                                             kernel.scratchBytes));
  auto functions = buildFunctions(b, module, code.kernelOfOp);
  std::vector<Offset<flatbuffers::String>> features;
  for (const std::string &feature : target.features)
    features.push_back(b.CreateString(feature));
  b.Finish(fb::CreatePlanDirect(b, "host", target.cpu.c_str(), &features,
                                &kernels, &functions, getTempBytes(module)));
  return {"host", finish(b), {code.image.begin(), code.image.end()}};
}

EngineTarget buildCudaTarget(ModuleOp module, StringRef chip,
                             const CudaCode &code, ArrayRef<std::string> cubins,
                             ArrayRef<unsigned> sourceOfKernel) {
  FlatBufferBuilder b;
  EngineTarget target = {"cuda:" + chip.str(), "", ""};
  std::vector<Offset<fb::Kernel>> kernels;
  std::vector<Offset<fb::Module>> modules;
  for (auto [number, kernel] : llvm::enumerate(code.kernels)) {
    kernels.push_back(buildCudaKernel(b, kernel, number));
    modules.push_back(fb::CreateModule(
        b, sourceOfKernel[number], target.code.size(), cubins[number].size()));
    target.code += cubins[number];
    target.code.resize(llvm::alignTo(target.code.size(), 64));
  }
  auto functions = buildFunctions(b, module, code.kernelOfOp);
  std::vector<Offset<flatbuffers::String>> features;
  b.Finish(fb::CreatePlanDirect(b, target.name.c_str(), "", &features, &kernels,
                                &functions, getTempBytes(module), &modules));
  target.plan = finish(b);
  return target;
}

} // namespace mpc
