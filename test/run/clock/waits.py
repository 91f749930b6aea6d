"""Waits for five minutes in each way that Python has, prints "waiting", and what ended."""

import asyncio
import json
import queue
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from datetime import datetime, timezone

FIVE_MINUTES = 300


def now():
    return time.monotonic(), datetime.now(timezone.utc)


def waited(what, wait):
    began = now()
    try:
        began = wait() or began
    except (queue.Empty, FutureTimeout, asyncio.TimeoutError):
        pass
    ended = now()
    by_date = ended[1] - began[1]
    return what, int(ended[0] - began[0]), int(by_date.total_seconds()), ended[1].isoformat()[:16]


async def in_a_loop():
    """Tells when it began: a loop may be long in starting."""
    began = now()
    await asyncio.sleep(FIVE_MINUTES)
    return began


ways = {
    "sleep": lambda: time.sleep(FIVE_MINUTES),
    "event": lambda: threading.Event().wait(FIVE_MINUTES),
    "queue": lambda: queue.Queue().get(timeout=FIVE_MINUTES),
    "future": lambda: Future().result(FIVE_MINUTES),
    "asyncio": lambda: asyncio.run(in_a_loop()),
}
# Programs that this one starts: Node has its own way, and Python this one's.
node = subprocess.run(["node", "-p", "new Date().toISOString()"], capture_output=True, text=True, check=True)
child = [sys.executable, "-c", "import datetime as d; print(d.datetime.now(d.timezone.utc).isoformat())"]
python = subprocess.run(child, capture_output=True, text=True, check=True)
with ThreadPoolExecutor(len(ways)) as pool:
    waiting = [pool.submit(waited, *way) for way in ways.items()]
    # What is woken at once is.
    event = threading.Event()
    threading.Timer(0, event.set).start()
    woken = event.wait(FIVE_MINUTES)
    print("waiting", flush=True)
    ended = [future.result() for future in waiting]
print(json.dumps({"ended": ended, "woken": woken, "children": [node.stdout[:16], python.stdout[:16]]}))
