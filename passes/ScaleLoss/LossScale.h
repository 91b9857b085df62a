//===- LossScale.h - what the loss is scaled by ---------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_SCALELOSS_LOSSSCALE_H
#define MPC_PASSES_SCALELOSS_LOSSSCALE_H

#include "llvm/ADT/StringRef.h"

#include <limits>
#include <string>

namespace mpc {

/// The option `none`, a number, or `dynamic[:key=value,...]`, read. Defaults
/// are torch.amp.GradScaler's, which has no floor, no cap but what is finite,
/// and backs off at once.
struct LossScale {
  enum class Mode { None, Static, Dynamic };

  Mode mode = Mode::None;
  double init = 65536;
  double growth = 2;
  double backoff = 0.5;
  double interval = 2000;
  double floor = 0;
  double cap = std::numeric_limits<float>::max();
  double hysteresis = 1;
  std::string error; ///< empty if the text was right

  bool isNone() const { return mode == Mode::None; }
  bool isDynamic() const { return mode == Mode::Dynamic; }

  static LossScale parse(llvm::StringRef text);
};

} // namespace mpc

#endif // MPC_PASSES_SCALELOSS_LOSSSCALE_H
