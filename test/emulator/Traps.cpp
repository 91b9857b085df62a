//===- Traps.cpp - what must not happen -----------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Code that dereferences an address of the device itself is stopped by the
// host's memory protection: in a kernel the launch fails, in the host's code
// the program ends as it would have.
//
//===----------------------------------------------------------------------===//

#include "Traps.h"

#include "Block.h"
#include "GlobalMemory.h"
#include "Report.h"

#include <csignal>
#include <cstdio>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>
#include <utility>

namespace emulator {

static struct sigaction previous;
static uint64_t trapAddress;

/// Goes on here on the stack of the thread that trapped.
static void endLaunch() {
  bool isDevice = globalMemory().isInRegion(trapAddress) ||
                  block().shared().isInRegion(trapAddress);
  block().fail(kIllegalAddress,
               format("access at %#lx that %s", trapAddress,
                      isDevice ? "does not go through ptx.cuh"
                               : "is neither global nor shared memory, or a "
                                 "stack that is full"));
}

static void handle(int signal, siginfo_t *info, void *context) {
  trapAddress = reinterpret_cast<uint64_t>(info->si_addr);
  if (block().isRunning()) {
    auto &registers = static_cast<ucontext_t *>(context)->uc_mcontext.gregs;
    registers[REG_RIP] = reinterpret_cast<greg_t>(&endLaunch);
    registers[REG_RSP] = reinterpret_cast<greg_t>(block().getFreshStack());
    return;
  }
  if (globalMemory().isInRegion(trapAddress)) {
    char text[160];
    int size = std::snprintf(text, sizeof(text),
                             "emulated device: the host touched memory of the "
                             "device at %#lx\n",
                             trapAddress);
    (void)!write(2, text, size);
  }
  sigaction(SIGSEGV, &previous, nullptr);
}

void catchTraps() {
  static bool isDone = false;
  if (std::exchange(isDone, true))
    return;
  struct sigaction action = {};
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  sigaction(SIGSEGV, &action, &previous);
}

void prepareTraps() {
  stack_t stack = {};
  sigaltstack(nullptr, &stack);
  if (!(stack.ss_flags & SS_DISABLE))
    return;
  constexpr size_t kSize = 1 << 16;
  stack.ss_sp = mmap(nullptr, kSize, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  stack.ss_size = kSize;
  stack.ss_flags = 0;
  sigaltstack(&stack, nullptr);
}

} // namespace emulator
