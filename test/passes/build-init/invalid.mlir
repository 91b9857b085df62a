// RUN: mpc-opt %s -mpc-build-init -split-input-file -verify-diagnostics

// expected-error @below {{expects a module with 'mpc.parameters'; mpc-attach-optimizer makes it}}
module {
}

// -----

// expected-error @below {{expects entries of 'mpc.parameters' to have name, type and row, but got {name = "w"}}}
module attributes {mpc.parameters = [{name = "w"}]} {
}

// -----

// expected-error @below {{expects a function with the state 'params'; mpc-attach-optimizer makes it}}
module attributes {mpc.parameters = []} {
}

// -----

module attributes {mpc.parameters = []} {
  // expected-error @below {{function 'init' has the name of a function that mpc makes}}
  func.func @init() {
    return
  }
}

// -----

module attributes {mpc.parameters = []} {
  func.func @train(%p: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"},
                   // expected-note @below {{declared here}}
                   %s: tensor<4xf32> {mpc.kind = "state", mpc.state = "s", mpc.init = #mpc.init<ones>}) {
    return
  }
  // expected-error @below {{expects state "s" to have one initialiser, but got #mpc.init<zeros> and #mpc.init<ones>}}
  func.func @eval(%s: tensor<4xf32> {mpc.kind = "state", mpc.state = "s", mpc.init = #mpc.init<zeros>}) {
    return
  }
}

// -----

module attributes {mpc.parameters = []} {
  func.func @train(%p: tensor<1x256xf32> {mpc.kind = "arena", mpc.state = "params"},
                   // expected-note @below {{declared here}}
                   %s: tensor<4xf32> {mpc.kind = "state", mpc.state = "s"}) {
    return
  }
  // expected-error @below {{expects state "s" to have one type, but got tensor<5xf32> and tensor<4xf32>}}
  func.func @eval(%s: tensor<5xf32> {mpc.kind = "state", mpc.state = "s"}) {
    return
  }
}
