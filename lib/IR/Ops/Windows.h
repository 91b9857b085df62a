//===- Windows.h - how a window moves over an image -----------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MPC_LIB_IR_OPS_WINDOWS_H
#define MPC_LIB_IR_OPS_WINDOWS_H

#include "../GraphBuilder.h"
#include "../Verify.h"

#include "mlir/IR/PatternMatch.h"

namespace mpc {

/// A window over dimensions 1, 2, … of an image [N, H, W, C]; see WindowOp.
struct Windows {
  llvm::SmallVector<int64_t> size, stride, dilation, spread, low, high;
  bool reversed = false;

  /// A window of `size` with defaults for lists that are empty.
  Windows(llvm::ArrayRef<int64_t> size, llvm::ArrayRef<int64_t> stride,
          llvm::ArrayRef<int64_t> dilation, llvm::ArrayRef<int64_t> low,
          llvm::ArrayRef<int64_t> high);

  /// True if it sees one element after the other.
  bool isTrivial() const;

  /// Elements from the first to the last that it sees at once.
  int64_t getSpan(int64_t i) const { return (size[i] - 1) * dilation[i] + 1; }

  /// Elements of dimension `i` of `image` with what is between and around them.
  int64_t getRoom(llvm::ArrayRef<int64_t> image, int64_t i) const;

  /// True if they stand next to one another, from the first pixel on.
  bool areTiles() const;

  /// True if each place that they see is one pixel of one tile: pixel
  /// spread q + k sees k of place q alone.
  bool spreadTiles() const;

  /// An image of `shape` that begins with `x`, without what is more and with
  /// zeros for what is less.
  static mlir::Value fit(GraphBuilder &g, mlir::Value x,
                         llvm::ArrayRef<int64_t> shape);

  /// The windows that see, from each pixel of `input`, the places from which
  /// these windows see the pixel; `result` is the shape of those.
  Windows getAdjoint(llvm::ArrayRef<int64_t> input,
                     llvm::ArrayRef<int64_t> result) const;

  /// The windows that spread each pixel instead of gathering several.
  Windows getTransposed() const;

  /// [N, …places, …window, C]; what is outside is `value`.
  mlir::Value build(GraphBuilder &g, mlir::Value image, double value = 0) const;

  /// [N, …places, `channels`] of an image of that shape, in which they fit.
  llvm::SmallVector<int64_t> countPlaces(llvm::ArrayRef<int64_t> image,
                                         int64_t channels) const;

  /// [N, …places, C] of an image of that shape, or why there is none.
  mlir::FailureOr<llvm::SmallVector<int64_t>>
  inferPlaces(const Check &check, llvm::ArrayRef<int64_t> image) const;

  /// Dimensions of the window in what `build` makes.
  llvm::SmallVector<int64_t> getDims() const;
};

/// Fails unless `list` is empty, if it may be, or has `count` entries of at
/// least `least`.
mlir::LogicalResult checkList(const Check &check, llvm::StringRef name,
                              llvm::ArrayRef<int64_t> list, int64_t count,
                              int64_t least, bool mayBeEmpty = true);

/// [N, C, H, W] as [N, H, W, C], and back; types too.
mlir::Value channelsLast(GraphBuilder &g, mlir::Value x);
mlir::Value channelsFirst(GraphBuilder &g, mlir::Value x);
llvm::SmallVector<int64_t> channelsLast(llvm::ArrayRef<int64_t> shape);
llvm::SmallVector<int64_t> channelsFirst(llvm::ArrayRef<int64_t> shape);

/// An op on images with channels first becomes one with channels last between
/// transposes. `moveFilter` is applied to operand 1, if there is one.
template <typename OpTy>
struct ChannelsLast : mlir::OpRewritePattern<OpTy> {
  using Move = mlir::Value (*)(GraphBuilder &, mlir::Value);
  ChannelsLast(mlir::MLIRContext *context, Move moveFilter = nullptr)
      : mlir::OpRewritePattern<OpTy>(context), moveFilter(moveFilter) {}

  llvm::LogicalResult
  matchAndRewrite(OpTy op, mlir::PatternRewriter &rewriter) const override {
    if (op.getLayout() == Layout::nhwc)
      return mlir::failure();
    GraphBuilder g(op.getLoc(), rewriter);
    auto moved = mlir::cast<OpTy>(rewriter.clone(*op));
    g.setInsertionPoint(moved);
    moved->setOperand(0, channelsLast(g, op.getInput()));
    if (moveFilter)
      moved->setOperand(1, moveFilter(g, op->getOperand(1)));
    moved.setLayout(Layout::nhwc);
    mlir::RankedTensorType type = op.getType();
    moved.getResult().setType(type.clone(channelsLast(type.getShape())));
    g.setInsertionPointAfter(moved);
    rewriter.replaceOp(op, channelsFirst(g, moved.getResult()));
    return mlir::success();
  }

  Move moveFilter;
};

} // namespace mpc

#endif // MPC_LIB_IR_OPS_WINDOWS_H
