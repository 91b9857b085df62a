"""The text tests of mpc: one question per file, run by lit."""

import os
import shutil
import subprocess
import sys

import lit.formats

sys.path.insert(0, config.mpc_source + "/test")
import cuda_tools

config.name = "mpc"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["bench", "reference", "Inputs"]
config.test_source_root = config.mpc_source + "/test"
config.test_exec_root = config.mpc_build + "/test"

path = [config.mpc_build + "/bin", config.llvm_tools, cuda_tools.search_path()]
config.environment["PATH"] = os.pathsep.join(path)
config.environment["FILECHECK_OPTS"] = "-enable-var-scope --dump-input-filter=error"
for name in (
    "ASAN_OPTIONS",
    "UBSAN_OPTIONS",
    "LSAN_OPTIONS",
    "CUDA_HOME",
    "CUDA_PATH",
    "MPC_NVRTC",
):
    if name in os.environ:
        config.environment[name] = os.environ[name]
# The sanitizers' options are those of the test preset: the packaged LLVM is not
# instrumented (so no container checks and no poisoning by its allocators) and keeps statics (so no leak checks).
config.available_features.add("asan" if config.sanitize else "release")

# NVRTC may be in the environment that make deps makes; the cache is the build's.
config.environment["VIRTUAL_ENV"] = str(cuda_tools.FOLDER)
config.environment["MPC_CACHE_DIR"] = config.mpc_build + "/cubin-cache"
if cuda_tools.has_nvrtc():
    config.available_features.add("nvrtc")
if cuda_tools.has_binaries():
    config.available_features.add("cuobjdump")

# The emulated device stands in for a GPU and for NVRTC where a command says so.
emulated = " ".join(
    f"{name}={config.mpc_build}/lib/libmpc-emulated-{library}.so"
    for name, library in (("MPC_LIBCUDA", "cuda"), ("MPC_NVRTC", "nvrtc"))
)

# Tests marked `REQUIRES: slow` run with --param slow=1.
if lit_config.params.get("slow"):
    config.available_features.add("slow")

# Whatever compilers there are build programs on the installed libraries.
def find(*names):
    return ",".join(filter(None, map(shutil.which, names)))


def find_numpy():
    """A Python that has numpy, which the package mpcrt stands on."""
    for python in ("/usr/bin/python3", sys.executable):
        done = subprocess.run([python, "-c", "import numpy, venv"], capture_output=True)
        if done.returncode == 0:
            return python
    return ""


numpy_python = find_numpy()
if numpy_python:
    config.available_features.add("numpy")

config.substitutions += [
    ("%numpy_python", numpy_python),
    ("%cmake", find("cmake")),
    ("%make", find("ninja")),
    ("%c_compilers", find("gcc", "clang-22")),
    ("%cxx_compilers", find("g++", "clang++-22")),
    ("%source", config.mpc_source),
    ("%mpc_build", config.mpc_build),
    ("%llvm_include", os.path.join(os.path.dirname(config.llvm_tools), "include")),
    ("%examples", config.mpc_source + "/examples"),
    ("%reference", config.mpc_source + "/test/reference"),
    ("%emulated", f"env {emulated}"),
    ("%python", "python3"),
    ("%fashion_mnist", os.environ.get("FASHION_MNIST", "/usr/share/datasets/fashion-mnist")),
]
