"""Interrupts a training run: interrupt.py SIGNAL COMMAND...

Waits for its first epoch line, sends the signal and reports how it ended.
"""

import signal
import subprocess
import sys

process = subprocess.Popen(sys.argv[2:], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
process.stderr.readline()
process.send_signal(getattr(signal, sys.argv[1]))
_, said = process.communicate(timeout=60)
print(said, end="")
print("exit code", process.returncode)
