"""Runs a command whose standard error is a terminal: terminal.py COMMAND...

Prints what the terminal got, with escape characters shown as \\e and returns as \\r.
"""

import os
import pty
import subprocess
import sys

master, slave = pty.openpty()
process = subprocess.Popen(sys.argv[1:], stderr=slave, stdout=subprocess.DEVNULL)
os.close(slave)
received = b""
while True:
    try:
        block = os.read(master, 65536)
    except OSError:
        break
    if not block:
        break
    received += block
text = received.decode().replace("\r\n", "\n").replace("\x1b", "\\e").replace("\r", "\\r\n")
print(text)
sys.exit(process.wait())
