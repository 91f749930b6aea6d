import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@pytest.fixture
def ama(world):
    """Who has 500.00 EUR."""
    return world.phone("+46733000001")


@pytest.fixture
def kiosk(world):
    """A merchant of the world, by whose name payers know it."""
    return world.merchant("Kiosk 24")


@pytest.fixture
def app(world):
    """A USSD app of the test's own at ``*384*7#``, which says the same to everybody."""

    class App(BaseHTTPRequestHandler):
        says = "END Hello"

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            body = App.says.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), App)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    world.control("PUT", "/_sim/network/service-codes/*384*7%23", {"callbackUrl": url})
    yield App
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(pytester, request, monkeypatch, payersim):
    """Runs pytest in a folder of its own, by default against the server of this run."""
    monkeypatch.setenv("PAYERSIM_URL", payersim.url)
    # Where the package is not installed, its entry point is not there.
    plugin = [] if request.config.pluginmanager.hasplugin("payersim") else ["-p", "payersim.pytest_plugin"]
    return lambda *args: pytester.runpytest_subprocess(*plugin, "-p", "no:cacheprovider", *args, timeout=300)
