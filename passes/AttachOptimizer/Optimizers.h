//===- Optimizers.h - the optimizers mpc knows ----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An optimizer is one row of a table: its constants, its arenas, and a formula
// that gives their new values. What all optimizers share (weight decay, the
// schedule, the counters) is not here but in Update.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_ATTACHOPTIMIZER_OPTIMIZERS_H
#define MPC_PASSES_ATTACHOPTIMIZER_OPTIMIZERS_H

#include "Term.h"

#include <optional>
#include <string>

namespace mpc {

/// What a formula may use.
struct UpdateInputs {
  Term params; ///< already decayed
  Term undecayed;
  /// Builds the weight decay of each element; nothing if none decays.
  llvm::function_ref<std::optional<Term>()> buildDecay;
  Term gradients;
  Term rate;                       ///< scheduled learning rate, rank 0
  Term number;                     ///< of this update, from 1, rank 0
  std::optional<Term> rateFactors; ///< of each element, if not 1 for all
  llvm::ArrayRef<Term> arenas;
  llvm::ArrayRef<double> constants;
  llvm::ArrayRef<int64_t> segments; ///< for each row, which parameter's it is

  /// A step size made of `rate`, as each element takes it.
  Term perElement(Term size) const {
    return rateFactors ? size * *rateFactors : size;
  }
};

/// New values of the parameters and of the optimizer's arenas. Zero parameters
/// with zero gradients and zero arenas stay zero.
struct UpdateResults {
  Term params;
  llvm::SmallVector<Term> arenas;
};

struct OptimizerConstant {
  llvm::StringRef name;
  double value;
  double least, most; ///< what a user may set
};

struct Optimizer {
  llvm::StringRef name;
  llvm::ArrayRef<OptimizerConstant> constants;
  llvm::ArrayRef<llvm::StringRef> arenas;
  double rate, weightDecay; ///< of a new session
  UpdateResults (*build)(const UpdateInputs &);
};

/// `name[:key=value,...]`, read.
struct OptimizerSpec {
  const Optimizer *optimizer = nullptr;
  llvm::SmallVector<double> constants;    ///< in the optimizer's order
  llvm::SmallVector<std::string> noDecay; ///< globs of parameter names
  double clipNorm = 0; ///< of a new session, not of the text; 0: no clipping
  std::string error;   ///< empty if `text` was right

  static OptimizerSpec parse(llvm::StringRef text);
};

} // namespace mpc

#endif // MPC_PASSES_ATTACHOPTIMIZER_OPTIMIZERS_H
