"""NVRTC and CUDA's binary tools for the tests.

Run as a program (make deps does), it gets from PyPI what this machine lacks, into
a virtual environment under build/. Tests skip what cannot be had.
"""

import ctypes
import glob
import os
import shutil
import subprocess
from pathlib import Path

from bench import environment

FOLDER = environment.ROOT / "build/cuda-tools"
NVRTC = ["nvidia-cuda-nvrtc==13.0.88"]
BINARIES = ["nvidia-cuda-cuobjdump==13.2.51", "nvidia-cuda-nvdisasm==13.2.51"]


def wheel_files(pattern):
    return glob.glob(f"{FOLDER}/lib/python3*/site-packages/nvidia/*/{pattern}")


def search_path():
    """PATH, and after it the tools of the environment."""
    folders = {os.path.dirname(file) for file in wheel_files("bin/cuobjdump")}
    return os.pathsep.join([os.environ.get("PATH", ""), *sorted(folders)])


def has_binaries():
    return all(
        shutil.which(name, path=search_path()) for name in ("cuobjdump", "nvdisasm")
    )


def has_own_nvrtc():
    """Whether mpc finds NVRTC without the environment."""
    if os.environ.get("MPC_NVRTC"):
        return True
    homes = [os.environ.get(name) for name in ("CUDA_HOME", "CUDA_PATH")]
    homes = [home for home in homes if home] + glob.glob("/usr/local/cuda*")
    if any(glob.glob(f"{home}/lib64/libnvrtc.so*") for home in homes):
        return True
    for name in ("libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12"):
        try:
            ctypes.CDLL(name)
            return True
        except OSError:
            pass
    return False


def has_nvrtc():
    return has_own_nvrtc() or bool(wheel_files("lib/libnvrtc.so.*"))


def install(packages):
    python = environment.find_interpreter()
    if not python:
        raise OSError("no python3 with ssl and venv")
    if not (FOLDER / "bin/python").exists():
        FOLDER.parent.mkdir(parents=True, exist_ok=True)
        run([python, "-m", "venv", "--clear", FOLDER])
    pip = [FOLDER / "bin/python", "-m", "pip", "--disable-pip-version-check"]
    run([*pip, "install", "-q", "--retries=0", "--timeout=10", *packages])


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise OSError(lines[-1] if lines else "it failed without a word")


def main():
    missing = [] if has_nvrtc() else NVRTC
    missing = missing + ([] if has_binaries() else BINARIES)
    if not missing:
        return
    print(f"cuda tools: getting {', '.join(missing)} from PyPI", flush=True)
    try:
        install(missing)
    except OSError as error:
        print(f"cuda tools: not to be had, tests that need them are skipped: {error}")


if __name__ == "__main__":
    main()
