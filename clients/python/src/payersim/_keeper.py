"""Runs a command until standard input ends: a server that ends with the process that started it, however that one ends.

Started as ``python _keeper.py COMMAND…``, in a session of its own.
"""

import os
import signal
import subprocess
import sys
import threading

GRACE_SECONDS = 10


def main() -> int:
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)

    def wait_for_the_end() -> None:
        sys.stdin.buffer.read()
        end()

    def end() -> None:
        if os.name == "posix":
            # npx and a shell may stand between: all of them are in this session's group.
            os.killpg(os.getpgrp(), signal.SIGTERM)
        else:
            child.terminate()
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()

    if os.name == "posix":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=wait_for_the_end, daemon=True).start()
    return child.wait()


if __name__ == "__main__":
    sys.exit(main())
