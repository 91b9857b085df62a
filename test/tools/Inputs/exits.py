"""Runs a command that must end with an exit code: exits.py CODE COMMAND...

Its standard output and error both become the standard output of this script.
"""

import subprocess
import sys

done = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
sys.stdout.buffer.write(done.stdout)
if done.returncode != int(sys.argv[1]):
    sys.exit("exit code %d, expected %s" % (done.returncode, sys.argv[1]))
