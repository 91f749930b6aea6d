"""What happened, as lines of text."""

from __future__ import annotations

import json
from typing import Iterable, List

from .models import Event

# Ids that say nothing to who reads a failure.
_LEFT_OUT = ("sessionId", "requestId", "transfer", "entryId")
_LONGEST = 90


def story_of(events: Iterable[Event]) -> str:
    """One line for each event: its time, what it is, and what it says."""
    # A hop is told twice: as an event of the phone, and as the exchange that brought it.
    return "\n".join(_line(event) for event in events if event.kind != "hop.answered")


def _line(event: Event) -> str:
    said = _exchange(event) if "direction" in event.data else _said(event)
    phone = f" {event.phone}" if event.phone and "direction" not in event.data else ""
    return f"{event.at:%H:%M:%S} {event.kind}{phone} {said}".rstrip()


def _exchange(event: Event) -> str:
    data = event.data
    answer = data["status"] if data["status"] is not None else (data.get("error") or "no answer")
    why = f" ({data['explanation']})" if data.get("explanation") else ""
    return f"{data['method']} {data['url']} -> {answer}{why}"


def _said(event: Event) -> str:
    words: List[str] = []
    for name, value in event.data.items():
        if name in _LEFT_OUT or value is None or isinstance(value, (list, dict)):
            continue
        text = json.dumps(value, ensure_ascii=False)
        words.append(f"{name} {text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}")
    return " ".join(words)
