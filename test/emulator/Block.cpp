//===- Block.cpp - the threads of a block ---------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Block.h"

#include "Counters.h"
#include "GlobalMemory.h"
#include "Hooks.h"
#include "Races.h"
#include "Report.h"

#include <cstring>
#include <numeric>
#include <sys/mman.h>

// Saves what a call must preserve on this stack, and goes on on another one.
extern "C" void mpcEmulatorSwitch(void **save, void *next);
asm(R"(
.text
.globl mpcEmulatorSwitch
.hidden mpcEmulatorSwitch
.type mpcEmulatorSwitch, @function
mpcEmulatorSwitch:
  push %rbp
  push %rbx
  push %r12
  push %r13
  push %r14
  push %r15
  mov %rsp, (%rdi)
  mov %rsi, %rsp
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbx
  pop %rbp
  ret
.size mpcEmulatorSwitch, . - mpcEmulatorSwitch
)");

emulator::Place mpcEmulatedPlace;

namespace emulator {

static constexpr size_t kStack = 17 * 4096, kGuard = 4096;

const char *getName(Wait wait) {
  switch (wait) {
  case Wait::none:
    return "running";
  case Wait::exited:
    return "at its end";
  case Wait::barrier:
    return "at a barrier";
  case Wait::warpBarrier:
    return "at a warp barrier";
  case Wait::shuffle:
    return "at a shuffle";
  case Wait::vote:
    return "at a vote";
  case Wait::match:
    return "at a match";
  case Wait::matrices:
    return "loading matrices";
  case Wait::product:
    return "at a multiply-add";
  }
  return "";
}

Block::Block() { lanes.reserve(1024); }

Block *const theBlock = new Block;

//===----------------------------------------------------------------------===//
// Stacks
//===----------------------------------------------------------------------===//

/// Tops differ by lane, so that frames of a warp do not compete for the same
/// lines of the host's cache.
static void **getTop(char *stack, int thread) {
  return reinterpret_cast<void **>(stack + kStack - thread % 32 * 1088 % 4096);
}

void *Block::getFreshStack() {
  return getTop(stacks[current->thread], current->thread) - 1;
}

void Block::prepare(int threads) {
  while (int(stacks.size()) < threads) {
    void *stack = mmap(nullptr, kStack, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    mprotect(stack, kGuard, PROT_NONE);
    stacks.push_back(static_cast<char *>(stack));
  }
  lanes.resize(threads);
  for (int thread = 0; thread < threads; ++thread) {
    void **top = getTop(stacks[thread], thread);
    *--top = nullptr; // where `enter` would return to
    *--top = reinterpret_cast<void *>(&Block::enter);
    for (int i = 0; i < 6; ++i)
      *--top = nullptr;
    Lane &lane = lanes[thread];
    lane.stackPointer = top;
    lane.thread = thread;
    lane.wait = Wait::none;
    lane.copies.clear();
    lane.products.clear();
    lane.productGroups.clear();
  }
  warps.resize((threads + kWarpSize - 1) / kWarpSize);
  for (int number = 0; number < int(warps.size()); ++number) {
    Warp &warp = warps[number];
    warp.size = std::min(kWarpSize, threads - number * kWarpSize);
    for (int i = 0; i < warp.size; ++i)
      warp.lanes[i] = &lanes[number * kWarpSize + i];
    warp.isDone = warp.isAtBarrier = false;
    startRound(warp);
  }
}

//===----------------------------------------------------------------------===//
// Rounds
//===----------------------------------------------------------------------===//

bool Block::run(const Launch &newLaunch, const int (&newPlace)[3],
                uint64_t seed) {
  launch = &newLaunch;
  parameters.clear();
  for (void *const &value : launch->values)
    parameters.push_back(const_cast<void **>(&value));
  random = Random(seed);
  error = 0;
  forgetLooks();
  std::memcpy(place, newPlace, sizeof(place));
  std::memcpy(mpcEmulatedPlace.block, newPlace, sizeof(place));
  std::memcpy(mpcEmulatedPlace.grid, launch->grid, sizeof(place));
  mpcEmulatedPlace.shared = sharedMemory.getBase();
  sharedMemory.start(launch->sharedBytes);
  prepare(launch->threads);
  running = true;
  for (int next = chooseWarp(); next >= 0 && !error; next = chooseWarp())
    resume(*warps[next].lanes[warps[next].order[0]], &scheduler);
  running = false;
  if (error) {
    sharedMemory.forget();
    counters().dropRound();
  }
  return !error;
}

int Block::chooseWarp() {
  int count = 0, result = -1;
  for (int number = 0; number < int(warps.size()); ++number)
    if (!warps[number].isDone && !warps[number].isAtBarrier &&
        random.below(++count) == 0)
      result = number;
  return result;
}

/// An odd factor makes a permutation of 32 lanes.
void Block::startRound(Warp &warp) {
  uint64_t bits = random.next();
  int factor = (bits & 15) * 2 + 1, first = bits >> 4 & 31, count = 0;
  for (int i = 0; i < kWarpSize; ++i) {
    int lane = (i * factor + first) % kWarpSize;
    if (lane < warp.size)
      warp.order[count++] = lane;
  }
  warp.position = 0;
}

void Block::resume(Lane &lane, void **save) {
  current = &lane;
  mpcEmulatedPlace.thread = lane.thread;
  lane.wait = Wait::none;
  mpcEmulatorSwitch(save, lane.stackPointer);
}

void Block::enter() {
  Block &self = block();
  self.launch->call(self.parameters.data());
  self.exitLane();
}

void Block::exitLane() {
  if (isFindingRaces)
    races().endThread();
  if (!current->copies.copies.empty())
    fail(kLaunchFailed, "ends with asynchronous copies that have not been "
                        "waited for");
  if (!current->products.empty())
    fail(kLaunchFailed, "ends with products that have not been waited for");
  meet(Wait::exited, nullptr);
}

void Block::meet(Wait wait, const void *site) {
  Lane &lane = *current;
  lane.wait = wait;
  lane.site = site;
  Warp &warp = this->warp();
  if (++warp.position == warp.size)
    endRound(warp, &lane.stackPointer);
  else
    resume(*warp.lanes[warp.order[warp.position]], &lane.stackPointer);
}

/// All lanes wait: lets them go on, or goes on with another warp.
void Block::endRound(Warp &warp, void **save) {
  checkRound(warp);
  Wait wait = warp.lanes[0]->wait;
  if (isCounting)
    countRound(wait);
  startRound(warp);
  if (wait == Wait::exited || wait == Wait::barrier) {
    (wait == Wait::exited ? warp.isDone : warp.isAtBarrier) = true;
    releaseBarrier();
    mpcEmulatorSwitch(save, scheduler);
    return;
  }
  perform(warp, wait);
  // Now and then another warp goes first.
  if (warps.size() > 1 && random.oneIn(8)) {
    mpcEmulatorSwitch(save, scheduler);
    return;
  }
  Lane &next = *warp.lanes[warp.order[0]];
  if (&next != current)
    return resume(next, save);
  next.wait = Wait::none;
}

void Block::checkRound(Warp &warp) {
  const Lane &first = *warp.lanes[0];
  bool isWarpWide = first.wait != Wait::exited && first.wait != Wait::barrier;
  if (isWarpWide && warp.size < kWarpSize)
    failAt(first, kLaunchFailed,
           format("%s, but its warp has %d threads only", getName(first.wait),
                  warp.size));
  for (int i = 1; i < warp.size; ++i) {
    const Lane &other = *warp.lanes[i];
    if (other.wait == first.wait && other.site == first.site)
      continue;
    failAt(first, kLaunchFailed,
           format("divergence: it is %s, and thread %d of its warp is %s",
                  getName(first.wait), other.thread,
                  other.wait == first.wait ? "at another place of that kind"
                                           : getName(other.wait)));
  }
}

void Block::releaseBarrier() {
  const Lane *first = nullptr, *done = nullptr;
  for (Warp &warp : warps) {
    if (warp.isDone)
      done = warp.lanes[0];
    else if (!warp.isAtBarrier)
      return;
    else if (!first)
      first = warp.lanes[0];
    else if (warp.lanes[0]->site != first->site)
      failAt(*first, kLaunchFailed,
             format("divergence: it is at a barrier, and thread %d is at "
                    "another one",
                    warp.lanes[0]->thread));
  }
  if (first && done)
    failAt(*first, kLaunchFailed,
           format("divergence: it is at a barrier, and thread %d has ended",
                  done->thread));
  for (Warp &warp : warps)
    warp.isAtBarrier = false;
  sharedMemory.syncBlock();
  if (isCounting && first)
    ++counters().now().barriers;
  if (isFindingRaces)
    races().barrier();
}

/// The end of a round is one instruction of the warp.
void Block::countRound(Wait wait) {
  counters().endRound();
  KernelCounters &now = counters().now();
  now.products += wait == Wait::product;
  now.warpBarriers += wait == Wait::warpBarrier;
  now.shuffles += wait == Wait::shuffle || wait == Wait::vote || wait == Wait::match;
}

void Block::perform(Warp &warp, Wait wait) {
  switch (wait) {
  case Wait::warpBarrier:
    return sharedMemory.syncWarp(warp.lanes[0]->thread / kWarpSize);
  case Wait::shuffle:
    return shuffle(warp);
  case Wait::vote:
    return vote(warp);
  case Wait::match:
    return match(warp);
  case Wait::matrices:
    return loadMatrices(*this, warp);
  case Wait::product:
    return multiply(warp);
  default:
    return;
  }
}

//===----------------------------------------------------------------------===//
// Errors
//===----------------------------------------------------------------------===//

std::string Block::describe(int thread) const {
  return format("block (%d, %d, %d), thread %d", place[0], place[1], place[2],
                thread);
}

void Block::fail(int newError, const std::string &what) {
  failAt(*current, newError, what);
}

void Block::failAt(const Lane &lane, int newError, const std::string &what) {
  error = newError;
  report(launch->name, describe(lane.thread), what);
  mpcEmulatorSwitch(&current->stackPointer, scheduler);
  __builtin_unreachable();
}

} // namespace emulator
