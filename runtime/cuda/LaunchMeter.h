//===- LaunchMeter.h - what launches cost on a GPU ------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_CUDA_LAUNCHMETER_H
#define MPCRT_RUNTIME_CUDA_LAUNCHMETER_H

#include "Recorder.h"

#include "mpcrt/Profile.h"

namespace mpcrt::cuda {

/// Measures launches while a recorder makes them. A library that counts what
/// kernels do is a stand-in, whose times mean nothing: there launches are
/// counted, elsewhere timed.
class LaunchMeter {
public:
  LaunchMeter(const Driver &driver, Stream stream, int rounds)
      : driver(driver), stream(stream), rounds(rounds) {}

  /// Launches the kernel by `make`, when timed many times.
  Status measure(const fb::Launch &launch, const Kernel &kernel,
                 const MakeLaunch &make);

  /// All launches so far, in their order.
  std::vector<LaunchProfile> take() { return std::move(profiles); }

private:
  Status wait();
  Status count(const MakeLaunch &make, LaunchProfile &profile);
  Status time(const MakeLaunch &make, LaunchProfile &profile);
  Status captureMany(const MakeLaunch &make, GraphExecHandle &graph);
  Status createEvents();
  Expected<double> timeOnce(const GraphExecHandle &graph);
  void readAttributes(const Kernel &kernel, LaunchProfile &profile) const;

  const Driver &driver;
  Stream stream;
  int rounds;
  EventHandle begin, end;
  std::vector<LaunchProfile> profiles;
};

} // namespace mpcrt::cuda

#endif // MPCRT_RUNTIME_CUDA_LAUNCHMETER_H
