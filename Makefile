# Thin front door: each of demo and test works alone in a fresh clone.
#
#   make deps   install what is missing (apt), and for tests CUDA's tools (PyPI)
#   make demo   build and train examples/02-fashion-mlp
#   make test   build and run all tests
#   make test-emulator  every kernel on the emulated GPU, not a sample: an hour
#   make asan   build with AddressSanitizer and UBSan and run all tests

BUILD := build/release
PACKAGES := clang-22 libclang-rt-22-dev lld-22 llvm-22-dev llvm-22-tools libmlir-22-dev \
  mlir-22-tools cmake ninja-build ccache python3 python3-venv libfmt-dev libflatbuffers-dev \
  flatbuffers-compiler libcli11-dev nlohmann-json3-dev libxxhash-dev zlib1g-dev \
  libzstd-dev libgtest-dev libgmock-dev python3-numpy dataset-fashion-mnist
EXAMPLE := examples/02-fashion-mlp
DATA := /usr/share/datasets/fashion-mnist

.PHONY: deps build demo test test-emulator asan
.DEFAULT_GOAL := build

deps:
	@.ci/install-packages $(PACKAGES)
	@python3 test/cuda_tools.py

$(BUILD)/build.ninja: CMakePresets.json
	@cmake --preset release --log-level=WARNING

build: deps $(BUILD)/build.ninja
	@cmake --build --preset release

demo: build
	@$(EXAMPLE)/run $(BUILD)/bin/mpc

test: build
	@.ci/run-tests release

test-emulator: build
	@ctest --test-dir $(BUILD) -C Slow -L emulator --output-on-failure

asan: deps
	@cmake --preset asan --log-level=WARNING
	@cmake --build --preset asan
	@.ci/run-tests asan
