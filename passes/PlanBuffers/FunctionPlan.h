//===- FunctionPlan.h - memory of one function's tensors ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_PASSES_PLANBUFFERS_FUNCTIONPLAN_H
#define MPC_PASSES_PLANBUFFERS_FUNCTIONPLAN_H

#include "Access.h"
#include "Arena.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <map>
#include <optional>

namespace mpc {

/// Index of each state in the module's `mpc.states`.
using StateIndex = llvm::DenseMap<mlir::Attribute, int64_t>;

/// Memory of a tensor: bytes of a space, or of a buffer in `temp` whose offset
/// is not known yet.
struct Place {
  Space space = Space::temp;
  int64_t index = 0; ///< of the state, input or output; of the buffer in temp
  int64_t offset = 0;

  bool operator==(const Place &) const = default;
};

/// Plans the memory of one function, whose kernels are lowered.
class FunctionPlan {
public:
  FunctionPlan(mlir::func::FuncOp func, const StateIndex &states);

  /// Gives every kernel its slots and the function its figures.
  mlir::LogicalResult run();

private:
  // Destinations: what the function returns is computed where it belongs.
  mlir::LogicalResult checkShared();
  mlir::LogicalResult placeArguments();
  mlir::LogicalResult placeReturned();
  mlir::LogicalResult placeReturned(mlir::OpOperand &operand);
  bool isSafeToOverwrite(mlir::Value value, Place state);
  bool isSafeToOverwrite(mlir::OpResult result, Place written);
  bool isRead(Place state) const;
  mlir::Value copyToEnd(mlir::Value value);
  void placeBase(mlir::Value value, Place place);
  void clear(Place place);
  void clearRaised();

  // Temporaries.
  mlir::LogicalResult placePacks();
  void placeTemporaries();
  void extend(Buffer &buffer, mlir::OpResult value);
  bool takeOverInput(mlir::OpResult result);
  int64_t addBuffer(mlir::Type type);

  // Answers.
  std::optional<Place> find(mlir::Value value) const;
  unsigned findLastReader(mlir::Value value) const;
  mlir::Attribute getSlot(Place place) const;
  void setSlots();
  void setFigures();
  int64_t countResidualBytes() const;

  const KernelAccess &getAccess(KernelOp kernel);

  mlir::func::FuncOp func;
  const StateIndex &states;
  llvm::SmallVector<KernelOp> kernels;
  llvm::DenseMap<mlir::Operation *, unsigned> launch; ///< position of a kernel
  llvm::DenseMap<mlir::Value, Place>
      places; ///< of arguments, kernels and packs
  llvm::SmallVector<Buffer> buffers;
  llvm::SmallVector<Place> cleared; ///< bytes that are zero before any launch
  std::map<unsigned, KernelAccess> access; ///< by launch
  int64_t arenaBytes = 0;
};

} // namespace mpc

#endif // MPC_PASSES_PLANBUFFERS_FUNCTIONPLAN_H
