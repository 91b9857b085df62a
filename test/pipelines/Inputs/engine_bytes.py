"""Compiles a model in fresh processes that differ in all that must not matter.

usage: engine_bytes.py MPC MODEL WORK_DIR [OPTION ...]
"""

import hashlib
import os
import shutil
import subprocess
import sys

mpc, model, work, *options = sys.argv[1:]
mpc = shutil.which(mpc)
shutil.rmtree(work, ignore_errors=True)
contents = set()
for i in range(20):
    folder = os.path.join(work, "x" * (i + 1))
    os.makedirs(folder)
    # CUDA text says where the model has it, by the file's name.
    name = "model.mlir" if options else f"model{i}.mlir"
    shutil.copy(model, os.path.join(folder, name))
    environment = dict(os.environ, LC_ALL=["C", "C.UTF-8"][i % 2], TZ=f"UTC{i - 10:+d}",
                       PADDING="p" * 97 * i, MPC_THREADS=str(i % 3 + 1),
                       MPC_CACHE_DIR=os.path.abspath(os.path.join(folder, "cache")))
    subprocess.run([mpc, "compile", name, "-o", "out.engine", *options], cwd=folder, env=environment,
                   check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "out.engine"), "rb") as file:
        contents.add(hashlib.sha256(file.read()).hexdigest())
    shutil.rmtree(folder)
print(f"20 engines, {len(contents)} content{'s' * (len(contents) != 1)}")
