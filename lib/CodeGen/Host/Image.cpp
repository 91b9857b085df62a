//===- Image.cpp - lays an object file out as one flat image ----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ObjectCode.h"

#include "llvm/ExecutionEngine/JITLink/JITLink.h"
#include "llvm/ExecutionEngine/JITLink/x86_64.h"

using namespace llvm;
using namespace llvm::jitlink;

namespace mpc::host {

namespace {

/// Any address will do, since all references are relative.
constexpr uint64_t kBase = 1 << 20;

/// Puts all segments one behind the other into a buffer.
class FlatMemory : public JITLinkMemoryManager {
public:
  explicit FlatMemory(std::vector<char> &bytes) : bytes(bytes) {}

  void allocate(const JITLinkDylib *, LinkGraph &graph,
                OnAllocatedFunction onAllocated) override {
    BasicLayout layout(graph);
    uint64_t size = 0;
    for (auto &[group, segment] : layout.segments()) {
      size = alignTo(size, segment.Alignment);
      segment.Addr = orc::ExecutorAddr(kBase + size);
      size += segment.ContentSize + segment.ZeroFillSize;
    }
    bytes.assign(size, 0);
    for (auto &[group, segment] : layout.segments())
      segment.WorkingMem = bytes.data() + (segment.Addr.getValue() - kBase);
    if (Error error = layout.apply())
      return onAllocated(std::move(error));
    onAllocated(std::make_unique<Allocation>());
  }

  void deallocate(std::vector<FinalizedAlloc> allocations,
                  OnDeallocatedFunction onDeallocated) override {
    for (FinalizedAlloc &allocation : allocations)
      allocation.release();
    onDeallocated(Error::success());
  }

private:
  struct Allocation : InFlightAlloc {
    void abandon(OnAbandonedFunction onAbandoned) override {
      onAbandoned(Error::success());
    }
    void finalize(OnFinalizedFunction onFinalized) override {
      onFinalized(FinalizedAlloc(orc::ExecutorAddr(kBase)));
    }
  };

  std::vector<char> &bytes;
};

class Linking : public JITLinkContext {
public:
  Linking(Image &image, Error &error)
      : JITLinkContext(nullptr), image(image), error(error),
        memory(image.bytes) {}

  JITLinkMemoryManager &getMemoryManager() override { return memory; }

  void notifyFailed(Error failure) override {
    error = joinErrors(std::move(error), std::move(failure));
  }

  void lookup(const LookupMap &symbols,
              std::unique_ptr<JITLinkAsyncLookupContinuation> resume) override {
    std::string names;
    for (auto &[symbol, flags] : symbols)
      names += (names.empty() ? "" : ", ") + (*symbol).str();
    resume->run(createStringError("generated code refers to " + names +
                                  " outside of itself"));
  }

  Error notifyResolved(LinkGraph &graph) override {
    for (Symbol *symbol : graph.defined_symbols())
      if (symbol->hasName() && symbol->isCallable())
        image.offsets[*symbol->getName()] =
            symbol->getAddress().getValue() - kBase;
    return Error::success();
  }

  void
  notifyFinalized(JITLinkMemoryManager::FinalizedAlloc allocation) override {
    allocation.release();
  }

  LinkGraphPassFunction getMarkLivePass(const Triple &) const override {
    return markAllSymbolsLive;
  }

  Error modifyPassConfig(LinkGraph &, PassConfiguration &config) override {
    config.PreFixupPasses.push_back(refuseAbsoluteAddresses);
    return Error::success();
  }

private:
  static Error refuseAbsoluteAddresses(LinkGraph &graph) {
    for (Block *block : graph.blocks())
      for (Edge &edge : block->edges())
        switch (edge.getKind()) {
        case x86_64::Pointer64:
        case x86_64::Pointer32:
        case x86_64::Pointer32Signed:
        case x86_64::Pointer16:
        case x86_64::Pointer8:
          return createStringError("generated code holds an absolute address");
        default:
          break;
        }
    return Error::success();
  }

  Image &image;
  Error &error;
  FlatMemory memory;
};

} // namespace

Expected<Image> linkImage(ArrayRef<char> object) {
  MemoryBufferRef buffer(StringRef(object.data(), object.size()), "mpc");
  auto graph = createLinkGraphFromObject(
      buffer, std::make_shared<orc::SymbolStringPool>());
  if (!graph)
    return graph.takeError();
  Image image;
  Error error = Error::success();
  link(std::move(*graph), std::make_unique<Linking>(image, error));
  if (error)
    return std::move(error);
  return image;
}

} // namespace mpc::host
