//===- Signals.cpp - interruption by the user -----------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Signals.h"

#include "Failure.h"

#include <climits>
#include <csignal>
#include <cstring>
#include <unistd.h>

namespace mpc::tool {

namespace {

volatile std::sig_atomic_t signalCaught = 0;
volatile std::sig_atomic_t signalsAreHeld = 0;
volatile std::sig_atomic_t pathIsSet = 0;
char pathToRemove[PATH_MAX];

void handle(int) {
  if (signalsAreHeld && !signalCaught) {
    signalCaught = 1;
    return;
  }
  if (pathIsSet)
    ::unlink(pathToRemove);
  ::_exit(static_cast<int>(Exit::interrupted));
}

} // namespace

void exitOnSignal() {
  struct sigaction action = {};
  action.sa_handler = handle;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  // Output to a closed pipe is an error of write(), not a death.
  ::signal(SIGPIPE, SIG_IGN);
}

CatchSignals::CatchSignals() { signalsAreHeld = 1; }
CatchSignals::~CatchSignals() { signalsAreHeld = 0; }
bool CatchSignals::caught() { return signalCaught != 0; }

RemoveOnSignal::RemoveOnSignal(const std::string &path) {
  if (path.size() >= sizeof pathToRemove)
    return;
  std::memcpy(pathToRemove, path.c_str(), path.size() + 1);
  pathIsSet = 1;
}
RemoveOnSignal::~RemoveOnSignal() { pathIsSet = 0; }

} // namespace mpc::tool
