//===- Block.h - the threads of a block -----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Threads are fibers on one thread of the host. A warp runs its lanes one after
// the other, in a random order, each until it has to wait for others; the lane
// that comes last does what they waited for. So between two points where they
// meet, lanes run in any order, and warps between two barriers.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_TEST_EMULATOR_BLOCK_H
#define MPC_TEST_EMULATOR_BLOCK_H

#include "Hooks.h"
#include "Settings.h"
#include "SharedMemory.h"

#include <cstdint>
#include <string>
#include <vector>

namespace emulator {

constexpr int kWarpSize = 32;

/// What a thread waits for, or what it is.
enum class Wait : uint8_t {
  none,
  exited,
  barrier,
  warpBarrier,
  shuffle,
  vote,
  match,
  matrices,
  product,
};
const char *getName(Wait wait);

/// A product of four warps that has not been waited for.
struct GroupProduct {
  Format format;
  int columns;
  bool freeA, freeB;
  float *sums;
  uint64_t a, b;
  bool isDone;
};

struct Lane {
  void *stackPointer;
  int thread;
  Wait wait;
  const void *site; // of the call that waits
  // What the call brings along; pointers are to the lane's own stack.
  uint32_t word;
  int mask;
  const void *row;
  uint32_t *to;
  float *sum;
  const uint32_t *a, *b;
  AsyncCopies copies;
  std::vector<GroupProduct> products;
  std::vector<size_t> productGroups; // number of products, oldest first
};

struct Warp {
  Lane *lanes[kWarpSize];
  int size;
  uint8_t order[kWarpSize]; // of this round
  int position;             // in it, of the lane that runs
  bool isDone, isAtBarrier;
};

/// What is launched, as far as a block needs to know.
struct Launch {
  std::string name;
  void (*call)(void **parameters);
  std::vector<void *> values;
  int grid[3];
  int threads;
  int sharedBytes;
};

/// One block after the other uses it.
class Block {
public:
  Block();
  /// Returns false if something was wrong, which has been reported.
  bool run(const Launch &launch, const int (&place)[3], uint64_t seed);

  /// Called by the thread that runs: waits until all lanes are here.
  void meet(Wait wait, const void *site);
  /// Called by the thread that runs: reports and ends the launch.
  [[noreturn]] void fail(int error, const std::string &what);
  [[noreturn]] void failAt(const Lane &lane, int error,
                           const std::string &what);

  bool isRunning() const { return running; }
  int getError() const { return error; }
  Lane &lane() { return *current; }
  Warp &warp() { return warps[current->thread / kWarpSize]; }
  const Launch &getLaunch() const { return *launch; }
  SharedMemory &shared() { return sharedMemory; }
  Random &getRandom() { return random; }
  std::string describe(int thread) const;
  /// Has the thread that runs found `value` at `address` before, and nothing
  /// else since?
  bool waitsAgain(uint64_t address, uint32_t value) {
    Look last = lastLook;
    lastLook = {current->thread, address, value};
    return lastLook == last;
  }
  void forgetLooks() { lastLook = {}; }
  /// A stack that may be overwritten because its thread does not go on.
  void *getFreshStack();

private:
  static void enter();
  void prepare(int threads);
  void startRound(Warp &warp);
  void resume(Lane &lane, void **save);
  void endRound(Warp &warp, void **save);
  void perform(Warp &warp, Wait wait);
  void checkRound(Warp &warp);
  static void countRound(Wait wait);
  void releaseBarrier();
  int chooseWarp();
  void exitLane();

  std::vector<char *> stacks;
  std::vector<Lane> lanes;
  std::vector<Warp> warps;
  SharedMemory sharedMemory;
  Random random;
  const Launch *launch = nullptr;
  std::vector<void *> parameters; ///< where the launch's values are
  int place[3] = {};
  Lane *current = nullptr;
  void *scheduler = nullptr;
  struct Look {
    int thread = -1;
    uint64_t address = 0;
    uint32_t value = 0;
    bool operator==(const Look &) const = default;
  } lastLook;
  int error = 0;
  bool running = false;
};

/// The one that there is; never destroyed, since kernels may end with exit().
extern Block *const theBlock;
inline Block &block() { return *theBlock; }

/// What lanes of a warp do together (Collectives.cpp).
void shuffle(Warp &warp);
void vote(Warp &warp);
void match(Warp &warp);
void loadMatrices(Block &block, Warp &warp);
void multiply(Warp &warp);

/// The number that an f16 or bf16 stands for.
float widen(Format format, uint16_t bits);

} // namespace emulator

#endif // MPC_TEST_EMULATOR_BLOCK_H
