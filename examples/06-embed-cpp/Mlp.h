// The perceptron of example 02, built in C++.
#pragma once

#include <mpc/Builder.h>

/// Functions train and eval of batches of `batch` images and labels.
mpc::Model buildMlp(int64_t batch);
