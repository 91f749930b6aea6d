"""Loaded into every Python program of `payersim run --clock`, before the program.

It starts the program anew with libfaketime, which answers what the time is, but wakes nobody: a program that sleeps for
five minutes would sleep them. Here sleeping and waiting end when the simulator's clock has passed their time.
"""

import importlib.machinery
import importlib.util
import json
import os
import select
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
#: How long a wait lasts at most before it looks at the clock, in seconds.
LOOK_EVERY = 0.01


def _start_anew(variables):
    """Starts this program once more, in the same process, with libfaketime."""
    try:
        with open("/proc/self/cmdline", "rb") as file:
            words = [os.fsdecode(word) for word in file.read().split(b"\0")[:-1]]
        program = os.readlink("/proc/self/exe")
    except OSError:
        return
    # A server that has Python in itself has no words that could start it anew.
    if not sys.executable or not os.path.basename(program).startswith(("python", "pypy")):
        print(
            f"payersim run: {program} does not see the simulator's clock: it is no Python of its own",
            file=sys.stderr,
        )
        return
    os.execve(sys.executable, words, {**os.environ, **variables, "PAYERSIM_FAKED_NOW": "1"})


def _follow(variables):
    # The programs that this one starts go without: Node and browsers hang where C's time stands. Of the other variables
    # libfaketime reads some again and again.
    for name in ("LD_PRELOAD", "FAKETIME_SHARED", "PAYERSIM_FAKED_NOW"):
        os.environ.pop(name, None)
    before = variables["LD_PRELOAD"].split(":")[1:]
    if before:
        os.environ["LD_PRELOAD"] = ":".join(before)

    # It waits for a point in time, which libfaketime takes for one of its own; select() waits for a span.
    real_sleep = time.sleep
    real_time = time.time
    origin = (time.monotonic(), real_time())
    latest = origin[0]

    def monotonic():
        """As time.monotonic(), by the simulator's clock."""
        nonlocal latest
        latest = max(latest, origin[0] + (real_time() - origin[1]))
        return latest

    def monotonic_ns():
        """As time.monotonic_ns(), by the simulator's clock."""
        return int(monotonic() * 1_000_000_000)

    def sleep(seconds):
        """As time.sleep(), by the simulator's clock."""
        if seconds <= 0:
            return real_sleep(seconds)
        end = monotonic() + seconds
        while True:
            left = end - monotonic()
            if left <= 0:
                return None
            select.select([], [], [], min(left, LOOK_EVERY))

    time.monotonic = monotonic
    time.monotonic_ns = monotonic_ns
    time.sleep = sleep

    # After the time is replaced: they keep its functions under names of their own.
    import selectors
    import threading

    allocate_lock = threading._allocate_lock

    class Waiter:
        """A lock as Condition.wait() makes one, and so what waits for an event, a queue or a future."""

        def __init__(self):
            lock = allocate_lock()
            self._acquire = lock.acquire
            self.release = lock.release
            self.locked = lock.locked

        def acquire(self, blocking=True, timeout=-1):
            if not blocking or timeout <= 0:
                return self._acquire(blocking, timeout)
            end = monotonic() + timeout
            while True:
                left = end - monotonic()
                if self._acquire(True, max(0, min(left, LOOK_EVERY))):
                    return True
                if left <= 0:
                    return False

    threading._allocate_lock = Waiter

    def looking(wait):
        def until(self, timeout=None):
            if timeout is None or timeout <= 0:
                return wait(self, timeout)
            end = monotonic() + timeout
            while True:
                left = end - monotonic()
                ready = wait(self, max(0, min(left, LOOK_EVERY)))
                if ready or left <= 0:
                    return ready

        return until

    # asyncio, and what serves sockets.
    for name in ("SelectSelector", "PollSelector", "EpollSelector", "KqueueSelector"):
        selector = getattr(selectors, name, None)
        if selector is not None:
            selector.select = looking(selector.select)


def _load_next():
    """Loads the sitecustomize that this one stands before, as Debian's own."""
    others = [folder for folder in sys.path if os.path.abspath(folder) != HERE]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


if "PAYERSIM_FAKED" in os.environ:
    _variables = json.loads(os.environ["PAYERSIM_FAKED"])
    if "PAYERSIM_FAKED_NOW" in os.environ:
        _follow(_variables)
    else:
        _start_anew(_variables)
_load_next()
