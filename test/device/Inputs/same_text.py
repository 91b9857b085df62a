"""Prints how many texts twenty fresh processes make: same_text.py MPC MODEL"""

import os
import subprocess
import sys

mpc, model = sys.argv[1:]
texts = set()
for i in range(20):
    environment = dict(os.environ, PADDING="p" * 97 * i, MPC_THREADS=str(i % 3 + 1))
    command = [mpc, "compile", model, "--target=cuda:sm_80", "--emit=code"]
    done = subprocess.run(command, env=environment, check=True, capture_output=True)
    assert b"__global__" in done.stdout
    texts.add(done.stdout)
print(f"20 texts, {len(texts)} content{'s' * (len(texts) != 1)}")
