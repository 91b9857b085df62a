//===- MicroKernel.cpp - tiles of sums in registers -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Contraction.h"

#include "ScalarOps.h"

using namespace mlir;

namespace mpc::host {

/// Steps of the contracted loop in one round of the machine's loop.
static int64_t getUnroll(int64_t rows, int64_t vectors, int64_t depth) {
  int64_t unroll = 8;
  while (unroll > 1 && (unroll * rows * vectors > 64 || unroll > depth))
    unroll /= 2;
  return unroll;
}

void ContractionEmitter::multiplyStep(const Tile &tile, const FactorView &left,
                                      const FactorView &right,
                                      MutableArrayRef<llvm::Value *> sums,
                                      llvm::Value *leftBase,
                                      llvm::Value *rightBase, int64_t step) {
  auto *type = cast<llvm::FixedVectorType>(sums[0]->getType());
  llvm::Type *element = type->getElementType();
  llvm::Align align(bytes);
  Values vectors;
  for (int64_t v = 0; v < tile.vectors; ++v) {
    llvm::Value *address =
        b.advance(rightBase, step * right.depthStride + v * lanes * bytes);
    llvm::Value *mask = right.isPadded ? nullptr : tile.chunks[v].mask;
    vectors.push_back(mask ? (llvm::Value *)b.CreateMaskedLoad(
                                 type, address, align, mask,
                                 llvm::Constant::getNullValue(type))
                           : b.CreateAlignedLoad(type, address, align));
  }
  for (int64_t r = 0; r < tile.rows; ++r) {
    llvm::Value *address =
        b.advance(leftBase, step * left.depthStride + r * left.freeStride);
    llvm::Value *scalar = b.CreateVectorSplat(
        unsigned(lanes), b.CreateAlignedLoad(element, address, align));
    for (int64_t v = 0; v < tile.vectors; ++v) {
      llvm::Value *&sum = sums[r * tile.vectors + v];
      sum = b.CreateIntrinsic(llvm::Intrinsic::fma, {type},
                              {scalar, vectors[v], sum});
    }
  }
}

/// Adds the products of all elements of the round to `sums`.
Values ContractionEmitter::multiply(const Tile &tile, const FactorView &left,
                                    const FactorView &right, Values sums,
                                    llvm::Value *leftBase,
                                    llvm::Value *rightBase) {
  int64_t unroll = getUnroll(tile.rows, tile.vectors, shape.depth);
  auto buildSteps = [&](llvm::Value *from, llvm::Value *to, int64_t step,
                        Values values) {
    return b.buildLoop(from, to, step, values,
                       [&](llvm::Value *, ArrayRef<llvm::Value *> carried) {
                         Values next(carried);
                         auto nextSums = MutableArrayRef(next).drop_back(2);
                         llvm::Value *&l = next[next.size() - 2],
                                     *&r = next.back();
                         for (int64_t k = 0; k < step; ++k)
                           multiplyStep(tile, left, right, nextSums, l, r, k);
                         l = b.advance(l, step * left.depthStride);
                         r = b.advance(r, step * right.depthStride);
                         return next;
                       });
  };
  Values values = sums;
  values.append({leftBase, rightBase});
  int64_t rest = shape.depth % unroll;
  llvm::Value *count = b.CreateNSWSub(depthRange.to, depthRange.from);
  if (hasStaticDepth()) {
    if (shape.depth >= unroll)
      values =
          buildSteps(b.index(0), b.index(shape.depth - rest), unroll, values);
    for (int64_t k = 0; k < rest; ++k)
      multiplyStep(tile, left, right, MutableArrayRef(values).drop_back(2),
                   values[values.size() - 2], values.back(), k);
  } else {
    // Pieces are multiples of a vector and so of the unrolling; but the last.
    llvm::Value *whole = b.CreateAnd(count, b.index(-unroll));
    values = b.buildIf(b.CreateICmpSGT(whole, b.index(0)), values, [&] {
      return buildSteps(b.index(0), whole, unroll, values);
    });
    if (rest)
      values = b.buildIf(b.CreateICmpSLT(whole, count), values,
                         [&] { return buildSteps(whole, count, 1, values); });
  }
  values.pop_back_n(2);
  return values;
}

llvm::Value *ContractionEmitter::getSumAddress(const Tile &tile,
                                               llvm::Value *sums, int64_t row,
                                               int64_t vector) {
  return b.advance(sums, (row * tiling.blockColumns + vector * lanes) * bytes);
}

void ContractionEmitter::emitTile(llvm::Value *round, const Tile &tile,
                                  const FactorView &left,
                                  const FactorView &right,
                                  llvm::Value *leftBase, llvm::Value *rightBase,
                                  llvm::Value *sums) {
  linalg::GenericOp op = plan.op;
  llvm::Value *start = emitter.splat({emitter.getIdentities(op)[0], 0});
  Values values(tile.rows * tile.vectors, start);
  if (getDepthPieces() == 1) {
    storeTile(tile, multiply(tile, left, right, values, leftBase, rightBase));
    return;
  }
  auto forSums = [&](function_ref<void(llvm::Value * address, unsigned)> body) {
    for (int64_t r = 0; r < tile.rows; ++r)
      for (int64_t v = 0; v < tile.vectors; ++v)
        body(getSumAddress(tile, sums, r, v), r * tile.vectors + v);
  };
  // Rounds are summed up and not continued, so that the rounding error grows
  // with the depth of a round and their number, and not with their product.
  values = multiply(tile, left, right, values, leftBase, rightBase);
  values = b.buildIf(b.CreateICmpSGT(round, b.index(0)), values, [&] {
    Values added(values.size());
    forSums([&](llvm::Value *address, unsigned number) {
      llvm::Value *before = b.CreateAlignedLoad(start->getType(), address,
                                                llvm::Align(lanes * bytes));
      added[number] = b.CreateFAdd(before, values[number]);
    });
    return added;
  });
  llvm::Value *isLast = b.CreateICmpEQ(round, b.index(getDepthPieces() - 1));
  b.buildIf(isLast, [&] { storeTile(tile, values); });
  b.buildIf(b.CreateNot(isLast), [&] {
    forSums([&](llvm::Value *address, unsigned number) {
      b.CreateAlignedStore(values[number], address, llvm::Align(lanes * bytes));
    });
  });
}

/// Computes what follows from the finished sums while they are in registers.
void ContractionEmitter::storeTile(const Tile &tile,
                                   ArrayRef<llvm::Value *> sums) {
  linalg::GenericOp op = plan.op;
  Axes axes;
  AffineMap map = op.getIndexingMapMatchingResult(op->getResult(0));
  for (unsigned dim = 0; dim < map.getNumResults(); ++dim)
    axes.push_back(map.getDimPosition(dim));
  Axes loops = getLoopAxes(op, 0, axes);
  RaisedFlags flags(emitter);
  for (int64_t r = 0; r < tile.rows; ++r) {
    b.enterScope();
    emitter.setIndex(plan.row, b.CreateNSWAdd(tile.row, b.index(r)));
    for (int64_t v = 0; v < tile.vectors; ++v) {
      emitter.setChunk(tile.chunks[v]);
      emitter.provide(op, loops, {sums[r * tile.vectors + v]});
      storeRoots(emitter, plan.kernel, plan.roots, plan.rootAxes, flags);
    }
    b.leaveScope();
  }
  flags.raise();
}

} // namespace mpc::host
