"""The virtual environment of the peers, made on first use."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "test/bench/peers/requirements.txt"
FOLDER = ROOT / "build/bench-venv"
NEEDED_GB = 8


def find_interpreter():
    """A Python that can make environments and speak to PyPI, or None."""
    for python in (sys.executable, "/usr/bin/python3"):
        probe = [python, "-c", "import ensurepip, ssl, venv"]
        if (
            os.path.exists(python)
            and subprocess.run(probe, capture_output=True).returncode == 0
        ):
            return python
    return None


def interpreter():
    python = find_interpreter()
    if not python:
        sys.exit("bench: error: no python3 with ssl and venv (Debian: python3-venv)")
    return python


def make_environment():
    """Returns the environment's python; installs it first if it is not there.

    A stamp holds the hash of the requirements and is written last, so that an
    interrupted or outdated installation is done again.
    """
    python = FOLDER / "bin/python"
    stamp = FOLDER / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    free_gb = shutil.disk_usage(FOLDER.parent).free / 1e9
    if free_gb < NEEDED_GB:
        sys.exit(
            f"bench: error: the peers need {NEEDED_GB} GB in {FOLDER}, "
            f"but only {free_gb:.1f} GB are free"
        )
    print(
        f"making the peers' environment in {FOLDER.relative_to(ROOT)}: "
        "PyTorch with its CUDA packages and JAX, 5.9 GB from PyPI",
        flush=True,
    )
    subprocess.run([interpreter(), "-m", "venv", "--clear", FOLDER], check=True)
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "-r", REQUIREMENTS], check=True
    )
    stamp.write_text(wanted)
    return python


if __name__ == "__main__":
    print(make_environment())
