//===- OpenDevice.h - the device that a session asks for ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPCRT_RUNTIME_OPENDEVICE_H
#define MPCRT_RUNTIME_OPENDEVICE_H

#include "Device.h"
#include "StateTable.h"

#include "mpcrt/Engine.h"
#include "mpcrt/Session.h"

#include <memory>

namespace mpcrt {

/// Opens the device of `options`, ready to run `engine` with `states` in their
/// first contents. Both must outlive it. Adds to `notes` what a user may want
/// to know.
Expected<std::unique_ptr<Device>>
openDevice(std::shared_ptr<const Engine> engine, const StateTable &states,
           const SessionOptions &options, std::vector<std::string> &notes);

} // namespace mpcrt

#endif // MPCRT_RUNTIME_OPENDEVICE_H
