//===- operands.cuh - tiles of a contraction's operands -------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How a tile of an operand lies in shared memory, and how the threads of a
// block bring it there. Both operands are alike: element (free, depth), where
// "free" is the row of A or the column of B.
//
// Tiles are fetched in this order: the ragged one at the end of the depth
// first, if there is one, filled up with zeros; then those from depth 0 on.
// Regular tiles therefore need no tests: indices along the free dimension are
// clamped once, and what is read twice feeds only sums that are never stored.
//
//===----------------------------------------------------------------------===//

#pragma once

#include "mpc/ptx.cuh"

namespace mpc {

constexpr int atMost(int x, int limit) { return x < limit ? x : limit; }
constexpr int atLeast(int x, int limit) { return x > limit ? x : limit; }
constexpr int divideUp(int x, int by) { return (x + by - 1) / by; }

template <class T>
constexpr bool kIsTf32 = false;
template <>
inline constexpr bool kIsTf32<tf32> = true;

/// Formats that tensor cores multiply.
template <class T>
constexpr bool kIsNarrow = true;
template <>
inline constexpr bool kIsNarrow<float> = false;

template <class Shape>
constexpr int kContractionThreads =
    kWarpSize * (Shape::kTileRows / Shape::kWarpRows) *
    (Shape::kTileColumns / Shape::kWarpColumns);

/// Steps of tensor cores that a tile of depth takes, 32 bytes each.
template <class Shape>
constexpr int kTileSteps =
    Shape::kTileDepth * int(sizeof(typename Shape::Element)) / 32;

/// Long tiles are fetched a part with each step, which saves registers.
template <class Shape>
constexpr int kFetchParts = kTileSteps<Shape> >= 4 ? kTileSteps<Shape> : 1;

/// The place of each element of a tile in shared memory: lines of 16-byte
/// chunks along the dimension that is contiguous in global memory. Within its
/// line, a chunk is moved by an exclusive or, so that the eight chunks (or 32
/// words) which are read together lie in different banks.
template <class ElementType, int Free, int Depth, bool AlongDepth, bool Rounds>
struct OperandTile {
  using Element = ElementType;
  /// Whether fragments are rounded to tf32 when they are multiplied.
  static constexpr bool kRounds = Rounds;
  static constexpr bool kAlongDepth = AlongDepth;
  static constexpr int kVector = 16 / int(sizeof(Element));
  static constexpr int kLines = AlongDepth ? Free : Depth;
  static constexpr int kLineChunks = (AlongDepth ? Depth : Free) / kVector;
  static constexpr int kLineBytes = 16 * kLineChunks;
  static constexpr int kBytes = kLines * kLineBytes;
  /// The chunks that one pass over all banks holds, as far as a line has them.
  static constexpr int kTurn = atMost(8, kLineChunks);
  /// place() of lines that are this far apart differs by a constant.
  static constexpr int kPeriod = 8;

  static_assert((Free & (Free - 1)) == 0 && (Depth & (Depth - 1)) == 0);
  static_assert(kLineChunks >= 2);

  static constexpr int swizzle(int line) {
    int turn = line / (8 / kTurn);
    if (AlongDepth || sizeof(Element) == 2)
      return turn % kTurn;
    // Words of 4 lines and 8 neighbours are read together by tensor-core
    // fragments; whole chunks of one line by scalar ones.
    return kIsTf32<Element> ? 2 * turn % kTurn : 0;
  }

  /// The offset in bytes of a chunk.
  static constexpr int place(int line, int chunk) {
    return line * kLineBytes + 16 * (chunk ^ swizzle(line));
  }
};

/// The chunks of a tile that one thread fetches: every kPassLines-th line from
/// its own on, always the same chunk of the line. If the tile `wraps`, lines
/// are fetched in a rotated order.
template <class Tile, int Threads, bool Wraps = false>
struct OperandShare {
  static constexpr int kChunks = Tile::kBytes / 16;
  static constexpr int kPasses = divideUp(kChunks, Threads);
  static constexpr int kPassLines = Threads / Tile::kLineChunks;
  /// Passes whose places do not differ by a constant.
  static constexpr int kTurns =
      Wraps ? kPasses : atMost(divideUp(Tile::kPeriod, kPassLines), kPasses);

  static_assert(Threads % Tile::kLineChunks == 0,
                "a pass of all threads fetches whole lines");

  int places[kTurns];

  __forceinline__ explicit OperandShare(int rotation = 0) {
#pragma unroll
    for (int i = 0; i < kTurns; ++i) {
      int to = line(i) - rotation;
      places[i] = Tile::place(Wraps ? to & (Tile::kLines - 1) : to, chunk());
    }
  }

  __forceinline__ static int line(int pass) {
    return threadIndex() / Tile::kLineChunks + pass * kPassLines;
  }
  __forceinline__ static int chunk() {
    return threadIndex() % Tile::kLineChunks;
  }
  __forceinline__ static bool has(int pass) {
    return (pass + 1) * Threads <= kChunks ||
           threadIndex() + pass * Threads < kChunks;
  }
  __forceinline__ int place(int pass) const {
    return places[pass % kTurns] +
           pass / kTurns * (kTurns * kPassLines * Tile::kLineBytes);
  }
};

/// Brings tiles of a direct operand by asynchronous copies.
template <class Shape, class Operand, int Extent, class Tile>
class DirectSource {
  using Element = typename Tile::Element;
  static constexpr int kVector = Tile::kVector;
  static constexpr int kDepth = Shape::kDepth;
  static constexpr int kTileDepth = Shape::kTileDepth;
  static constexpr int kRaggedFrom = kDepth / kTileDepth * kTileDepth;

  // A pointer for each pass spares additions, as far as registers allow; along
  // the free dimension it would not.
  static constexpr int kPasses =
      OperandShare<Tile, kContractionThreads<Shape>>::kPasses;
  static constexpr bool kHasPointers = Tile::kAlongDepth && kPasses <= 4;
  // Lines of the last tile may reach over the end of the operand. Where there
  // is one pointer, lines before the tile are fetched for them.
  static constexpr bool kReachesOver =
      Tile::kAlongDepth && Extent % Tile::kLines != 0;
  static constexpr bool kWraps =
      kReachesOver && !kHasPointers && Extent > Tile::kLines;
  static constexpr int kPointers =
      kHasPointers || (kReachesOver && !kWraps) ? kPasses : 1;
  using Share = OperandShare<Tile, kContractionThreads<Shape>, kWraps>;
  static constexpr int64 kDepthPitch = Tile::kAlongDepth ? 1 : Operand::kPitch;

  static_assert(Operand::kPitch * sizeof(Element) % 16 == 0);

  Share share;
  const Element *from[kPointers];

public:
  /// Whether it is so many instructions that they must not be repeated.
  static constexpr bool kIsLong = false;

  __forceinline__ DirectSource(const Operand &operand, int batch, int firstFree,
                               int firstTile)
      : share(kWraps ? atLeast(0, firstFree - (Extent - Tile::kLines)) : 0) {
    if (kWraps)
      firstFree = atMost(firstFree, Extent - Tile::kLines);
#pragma unroll
    for (int i = 0; i < kPointers; ++i) {
      int free, depth = firstTile * kTileDepth;
      if (Tile::kAlongDepth) {
        free = atMost(firstFree + Share::line(i), Extent - 1);
        depth += Share::chunk() * kVector;
        from[i] = operand.base(batch) + free * int64(Operand::kPitch) + depth;
      } else {
        free = atMost(firstFree + Share::chunk() * kVector,
                      (Extent - 1) / kVector * kVector);
        depth += Share::line(i);
        from[i] = operand.base(batch) + depth * int64(Operand::kPitch) + free;
      }
    }
  }

  /// Starts to fetch part `part` of `parts` of the tile that is `ahead` tiles
  /// after the current one.
  __forceinline__ void start(char *tile, int ahead, int part, int parts) {
#pragma unroll
    for (int i = 0; i < Share::kPasses; ++i)
      if (i * parts / Share::kPasses == part && Share::has(i))
        copyAsync(tile + share.place(i), at(i, ahead * kTileDepth));
  }

  /// The ragged tile at the end of the depth; the current one is the very
  /// first.
  __forceinline__ void startRagged(char *tile) {
#pragma unroll
    for (int i = 0; i < Share::kPasses; ++i) {
      int elements = kDepth - kRaggedFrom;
      if (Tile::kAlongDepth)
        elements =
            atLeast(0, atMost(elements - Share::chunk() * kVector, kVector));
      else
        elements = Share::line(i) < elements ? kVector : 0;
      const Element *source = elements ? at(i, kRaggedFrom) : at(i, 0);
      if (Share::has(i))
        copyAsync(tile + share.place(i), source,
                  elements * int(sizeof(Element)));
    }
  }

  __forceinline__ void finishFirst(char *) {}
  __forceinline__ void finish(char *) {}

  __forceinline__ void advance(int tiles) {
#pragma unroll
    for (int i = 0; i < kPointers; ++i)
      from[i] += tiles * kTileDepth * kDepthPitch;
  }

private:
  __forceinline__ const Element *at(int pass, int depth) const {
    if (kPointers > 1)
      return from[pass] + depth * kDepthPitch;
    return from[0] + depth * kDepthPitch +
           pass * (Share::kPassLines * int64(Operand::kPitch));
  }
};

/// Brings tiles of a computed operand through registers: start() reads and
/// computes, finish() writes to shared memory.
template <class Shape, class Operand, int Extent, class Tile>
class ComputedSource {
  using Element = typename Tile::Element;
  using Share = OperandShare<Tile, kContractionThreads<Shape>>;
  static constexpr int kVector = Tile::kVector;
  static constexpr int kDepth = Shape::kDepth;
  static constexpr int kTileDepth = Shape::kTileDepth;
  using Chunk = Vector<Element, kVector>;

  Share share;
  const Operand &operand;
  int batch, firstFree, depth;
  Chunk held[Share::kPasses];

public:
  /// Next to the few products of a small tile it is.
  static constexpr bool kIsLong =
      Shape::kTileRows * Shape::kTileColumns < 64 * 64;

  __forceinline__ ComputedSource(const Operand &operand, int batch,
                                 int firstFree, int firstTile)
      : operand(operand), batch(batch), firstFree(firstFree),
        depth(firstTile * kTileDepth) {}

  __forceinline__ void start(char *, int ahead, int part, int) {
    if (part == 0)
      fetch<false>(depth + ahead * kTileDepth);
  }
  __forceinline__ void startRagged(char *tile) {
    fetch<true>(kDepth / kTileDepth * kTileDepth);
    finish(tile);
  }
  __forceinline__ void finishFirst(char *tile) { finish(tile); }

  __forceinline__ void finish(char *tile) {
#pragma unroll
    for (int i = 0; i < Share::kPasses; ++i)
      if (Share::has(i))
        storeShared(reinterpret_cast<Chunk *>(tile + share.place(i)), held[i]);
  }

  __forceinline__ void advance(int tiles) { depth += tiles * kTileDepth; }

private:
  template <bool Ragged>
  __forceinline__ void fetch(int from) {
#pragma unroll
    for (int i = 0; i < Share::kPasses; ++i)
      if (Share::has(i)) {
        int along = Share::chunk() * kVector;
        if (Tile::kAlongDepth)
          held[i] = chunk<Ragged>(
              atMost(firstFree + Share::line(i), Extent - 1), from + along);
        else
          held[i] = chunk<Extent % kVector != 0>(
              atMost(firstFree + along, (Extent - 1) / kVector * kVector),
              from + Share::line(i));
      }
  }

  /// One chunk; if `Ragged`, it may reach over the end of the operand.
  template <bool Ragged>
  __forceinline__ Chunk chunk(int free, int depth) const {
    int left = Tile::kAlongDepth ? kDepth - depth : Extent - free;
    // A ragged tile of lines along the free dimension has lines past the end.
    bool isInside = Tile::kAlongDepth || depth < kDepth;
    if (isInside && (!Ragged || left >= kVector))
      return operand.template load<kVector>(batch, free, depth);
    Chunk result = {};
#pragma unroll
    for (int i = 0; i < kVector; ++i)
      if (isInside && i < left)
        result[i] =
            operand.template load<1>(batch, free + (Tile::kAlongDepth ? 0 : i),
                                     depth + (Tile::kAlongDepth ? i : 0))[0];
    return result;
  }
};

/// Brings tiles of a computed operand whose chunks are no vectors in memory:
/// neighbouring threads have neighbouring pieces of kWidth elements, so that
/// what lies side by side is read together. A part of them is in registers from
/// one step of the products to the next.
template <class Shape, class Operand, int Extent, class Tile>
class PieceSource {
  using Element = typename Tile::Element;
  static constexpr int kWidth = Operand::kWidth;
  static constexpr int kThreads = kContractionThreads<Shape>;
  static constexpr int kDepth = Shape::kDepth;
  static constexpr int kTileDepth = Shape::kTileDepth;
  static constexpr int kLinePieces = Tile::kLineChunks * Tile::kVector / kWidth;
  /// Whether there is any tile but the ragged one.
  static constexpr bool kHasRegular = kDepth >= kTileDepth;
  /// What the ragged tile has.
  static constexpr int kRagged = kDepth % kTileDepth;
  static constexpr int kRaggedLines = Tile::kAlongDepth ? Tile::kLines : kRagged;
  static constexpr int kRaggedLinePieces =
      Tile::kAlongDepth ? kRagged / kWidth : kLinePieces;
  /// A part for each step but the last, in which there is nothing left to
  /// wait behind.
  static constexpr bool kIsScalar = !kIsNarrow<Element>;
  static constexpr int kParts =
      kFetchParts<Shape> > 1 && !kIsScalar ? kFetchParts<Shape> - 1 : 1;
  static constexpr int kPasses = divideUp(Tile::kLines * kLinePieces, kThreads);
  static constexpr int kHeld = divideUp(kPasses, kParts);
  using Piece = Vector<Element, kWidth>;

  const Operand &operand;
  int batch, firstFree, depth;
  Piece held[kHeld];

public:
  static constexpr bool kIsLong = true;

  __forceinline__ PieceSource(const Operand &operand, int batch, int firstFree,
                              int firstTile)
      : operand(operand), batch(batch), firstFree(firstFree),
        depth(firstTile * kTileDepth) {}

  __forceinline__ void start(char *tile, int ahead, int part, int parts) {
    if (!kHasRegular)
      return;
    int from = depth + ahead * kTileDepth;
    if (parts == 1 && kParts > 1)
      return bring<Tile::kLines, kLinePieces>(tile, from);
    if (part > 0 && part <= kParts)
      put<Tile::kLines, kLinePieces>(tile, part - 1);
    if (part < kParts)
      fetch<Tile::kLines, kLinePieces>(from, part);
  }
  __forceinline__ void startRagged(char *tile) {
    bring<kRaggedLines, kRaggedLinePieces>(tile, kDepth / kTileDepth * kTileDepth);
    // The rest of the tile is nobody's piece.
    constexpr int kRestPieces =
        Tile::kAlongDepth ? kLinePieces - kRaggedLinePieces : kLinePieces;
    constexpr int kRestLines =
        Tile::kAlongDepth ? Tile::kLines : Tile::kLines - kRagged;
    if constexpr (kRestPieces > 0)
#pragma unroll 1
      for (int i = threadIndex(); i < kRestLines * kRestPieces; i += kThreads)
        putPiece(tile, Tile::kLines - kRestLines + i / kRestPieces,
                 kLinePieces - kRestPieces + i % kRestPieces, Piece{});
  }

  /// After start() of the whole tile.
  __forceinline__ void finishFirst(char *tile) {
    if (kHasRegular && kParts == 1)
      put<Tile::kLines, kLinePieces>(tile, 0);
  }
  /// Tensor cores have a last step, in which start() has done it.
  __forceinline__ void finish(char *tile) {
    if (kIsScalar)
      finishFirst(tile);
  }

  __forceinline__ void advance(int tiles) { depth += tiles * kTileDepth; }

private:
  /// Calls `body(i, line, piece)` for the pieces of a part that this thread
  /// has, of the first ones of the first lines.
  template <int Lines, int LinePieces, class Body>
  __forceinline__ static void forEach(int part, const Body &body) {
    if constexpr (Lines * LinePieces > 0) {
      // Places of all pieces would take more registers than there are if they
      // were found before the loop over tiles.
      int thread = freshThreadIndex();
#pragma unroll
      for (int i = 0; i < kHeld; ++i) {
        int pass = part * kHeld + i;
        if ((pass + 1) * kThreads <= Lines * LinePieces ||
            thread + pass * kThreads < Lines * LinePieces)
          body(i, lineOf<LinePieces>(thread, pass),
               pieceOf<LinePieces>(thread, pass));
      }
    }
  }

  /// The place of this thread's piece of a pass, with as little to divide as
  /// can be: regular tiles have lines of a power of two.
  template <int LinePieces>
  __forceinline__ static int lineOf(int thread, int pass) {
    if (kThreads % LinePieces == 0)
      return uint32(thread) / LinePieces + pass * (kThreads / LinePieces);
    if (LinePieces % kThreads == 0)
      return pass / (LinePieces / kThreads);
    return uint32(thread + pass * kThreads) / LinePieces;
  }
  template <int LinePieces>
  __forceinline__ static int pieceOf(int thread, int pass) {
    if (kThreads % LinePieces == 0)
      return uint32(thread) % LinePieces;
    if (LinePieces % kThreads == 0)
      return thread + pass % (LinePieces / kThreads) * kThreads;
    return uint32(thread + pass * kThreads) % LinePieces;
  }

  template <int Lines, int LinePieces>
  __forceinline__ void fetch(int from, int part) {
    forEach<Lines, LinePieces>(part, [&](int i, int line, int piece) {
      int along = piece * kWidth;
      int free = firstFree + (Tile::kAlongDepth ? line : along);
      held[i] = operand.template load<kWidth>(
          batch, atMost(free, Extent - (Tile::kAlongDepth ? 1 : kWidth)),
          from + (Tile::kAlongDepth ? along : line));
    });
  }

  template <int Lines, int LinePieces>
  __forceinline__ void put(char *tile, int part) {
    forEach<Lines, LinePieces>(part, [&](int i, int line, int piece) {
      putPiece(tile, line, piece, held[i]);
    });
  }

  template <int Lines, int LinePieces>
  __forceinline__ void bring(char *tile, int from) {
#pragma unroll
    for (int part = 0; part < kParts; ++part) {
      fetch<Lines, LinePieces>(from, part);
      put<Lines, LinePieces>(tile, part);
    }
  }

  __forceinline__ static void putPiece(char *tile, int line, int piece,
                                       const Piece &value) {
    int along = piece * kWidth;
    storeShared(reinterpret_cast<Piece *>(
                    tile + Tile::place(line, along / Tile::kVector) +
                    along % Tile::kVector * int(sizeof(Element))),
                value);
  }
};

enum class SourceKind { direct, chunks, pieces };
template <class Operand, int Vector>
constexpr SourceKind findSourceKind() {
  if constexpr (Operand::kIsDirect)
    return SourceKind::direct;
  else
    return Operand::kWidth == Vector ? SourceKind::chunks : SourceKind::pieces;
}

template <SourceKind Kind>
struct SourceOf;
template <>
struct SourceOf<SourceKind::direct> {
  template <class Shape, class Operand, int Extent, class Tile>
  using Type = DirectSource<Shape, Operand, Extent, Tile>;
};
template <>
struct SourceOf<SourceKind::chunks> {
  template <class Shape, class Operand, int Extent, class Tile>
  using Type = ComputedSource<Shape, Operand, Extent, Tile>;
};
template <>
struct SourceOf<SourceKind::pieces> {
  template <class Shape, class Operand, int Extent, class Tile>
  using Type = PieceSource<Shape, Operand, Extent, Tile>;
};
template <class Shape, class Operand, int Extent, class Tile>
using OperandSource = typename SourceOf<findSourceKind<
    Operand, Tile::kVector>()>::template Type<Shape, Operand, Extent, Tile>;

} // namespace mpc
