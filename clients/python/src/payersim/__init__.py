"""A payer's real phone for payment tests: the client of payersim for Python.

>>> import payersim
>>> with payersim.find() as server, server.open_world(clock="frozen") as world:
...     ama = world.phone("+46733000001")
...     order = world.merchant("Kiosk 24").request_to_pay(payer=ama, amount="12.50")
...     ama.wait_prompt()
...     ama.choose("Approve")
...     ama.reply(ama.pin)
...     payersim.assert_ended(ama, contains="approved")

In pytest the fixture ``world`` is all that is needed: see docs/python.md.
"""

from ._wire import Answer
from .assertions import assert_calls, assert_ended, assert_fits, assert_screen, assert_sms
from .controls import Clock, Faults, HeldCall, Hold, Holds, Plan, Snapshots
from .errors import NoServerError, PayersimError
from .mailbox import Mailbox
from .merchant import Amount, Merchant, Order, OrderStatus, Party
from .models import ApiCall, Callback, ClockReading, Event, Message, MomoAccount, Option, Payment, Screen, ScreenWarning
from .phone import Phone
from .server import Process, Server, connect, find, start, unique_name
from .world import World

__version__ = "0.1.0"

__all__ = [
    "Amount",
    "ApiCall",
    "Answer",
    "Callback",
    "Clock",
    "ClockReading",
    "Event",
    "Faults",
    "HeldCall",
    "Hold",
    "Holds",
    "Mailbox",
    "Merchant",
    "Message",
    "MomoAccount",
    "NoServerError",
    "Option",
    "Order",
    "OrderStatus",
    "Party",
    "Payment",
    "PayersimError",
    "Phone",
    "Plan",
    "Process",
    "Screen",
    "ScreenWarning",
    "Server",
    "Snapshots",
    "World",
    "assert_calls",
    "assert_ended",
    "assert_fits",
    "assert_screen",
    "assert_sms",
    "connect",
    "find",
    "start",
    "unique_name",
]
