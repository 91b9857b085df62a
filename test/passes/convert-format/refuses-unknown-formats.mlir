// RUN: mpc-opt %s -mpc-convert-format=format=f33 -verify-diagnostics

// expected-error @below {{unknown format 'f33', expects f32 or f64}}
module {
}
