"""A mailbox, where one-time codes may arrive by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional

from ._wire import segment
from .errors import PayersimError
from .models import Message

if TYPE_CHECKING:
    from .world import World


class Mailbox:
    """The e-mail of one address."""

    def __init__(self, world: World, address: str) -> None:
        self.address = address
        self._world = world
        self._last = 0

    def messages(self, *, after: Optional[int] = None, contains: Optional[str] = None, timeout: float = 0) -> List[Message]:
        """E-mail received, oldest first; ``contains`` looks at subject and text.

        :param timeout: real seconds to wait for the first one
        """
        query = {"after": after, "contains": contains, "waitMs": round(timeout * 1000)}
        path = f"/_sim/mailboxes/{segment(self.address)}/messages"
        return [Message.of(one) for one in self._world._wire.json("GET", path, query=query)]

    def next_email(self, contains: Optional[str] = None, *, timeout: float = 10.0) -> Message:
        """The next e-mail, newer than each that this returned before.

        :raises PayersimError: none came within so many real seconds
        """
        for message in self.messages(after=self._last, contains=contains, timeout=timeout):
            self._last = message.id
            return message
        wanted = "" if contains is None else f' that contains "{contains}"'
        raise PayersimError(f"No e-mail{wanted} came to {self.address} within {timeout:g} s.")
