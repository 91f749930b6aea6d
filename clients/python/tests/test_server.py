import os
import subprocess
import sys
import time

import payersim as client
import pytest
from payersim import NoServerError, PayersimError
from payersim.server import find_command, unique_name


def test_a_server_that_runs_is_found_by_its_url(payersim, monkeypatch):
    monkeypatch.setenv("PAYERSIM_URL", payersim.url + "/")
    found = client.find()
    assert found.url == payersim.url
    assert found.process is None
    assert found.health()["status"] == "ok"
    found.close()
    assert payersim.health()["status"] == "ok"


def test_where_nothing_answers_the_error_says_what_to_do(monkeypatch):
    with pytest.raises(NoServerError, match="No payersim answers at http://127.0.0.1:1: .* `payersim serve`"):
        client.connect("127.0.0.1:1")
    monkeypatch.delenv("PAYERSIM_URL", raising=False)
    with pytest.raises(NoServerError, match="Set PAYERSIM_URL"):
        client.connect()
    with pytest.raises(PayersimError, match='"ftp://here" is no URL'):
        client.connect("ftp://here")


def test_the_program_is_found_by_its_name_on_the_path_or_by_npx(monkeypatch, tmp_path):
    monkeypatch.delenv("PAYERSIM_BIN", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoServerError, match="npm i -D payersim"):
        find_command()
    npx = program(tmp_path / "npx")
    assert find_command() == [npx, "--no", "payersim"]
    binary = program(tmp_path / "payersim")
    assert find_command() == [binary]
    other = program(tmp_path / "other")
    monkeypatch.setenv("PAYERSIM_BIN", other)
    assert find_command() == [other]
    monkeypatch.setenv("PAYERSIM_BIN", "nowhere")
    with pytest.raises(NoServerError, match="PAYERSIM_BIN is nowhere, and no program is there"):
        find_command()


def test_a_program_that_does_not_start_is_told_with_its_last_words(monkeypatch, tmp_path):
    monkeypatch.setenv("PAYERSIM_BIN", program(tmp_path / "broken", "echo the port is taken; exit 3"))
    with pytest.raises(NoServerError, match="(?s)broken serve` ended before it was ready.*the port is taken"):
        client.start()


def test_a_server_that_is_started_ends_with_close(monkeypatch):
    monkeypatch.delenv("PAYERSIM_URL", raising=False)
    monkeypatch.setenv("PAYERSIM_ADMIN_TOKEN", "open-sesame")
    with client.start("--behind-proxy", "--frozen-clock") as server:
        assert server.world.clock.read().mode == "frozen"
        folder = server.process.folder
        assert folder.exists()
        # Who has no token is told how to give it.
        monkeypatch.delenv("PAYERSIM_ADMIN_TOKEN")
        with pytest.raises(PayersimError, match="Set PAYERSIM_ADMIN_TOKEN"):
            client.connect(server.url)
        token = folder / "token"
        token.write_text("open-sesame\nnot this\n")
        monkeypatch.setenv("PAYERSIM_ADMIN_TOKEN_FILE", str(token))
        assert client.connect(server.url).health()["status"] == "ok"
        assert client.connect(server.url, token="open-sesame").health()["status"] == "ok"
    server.close()
    assert not folder.exists()
    with pytest.raises(NoServerError):
        server.health()


@pytest.mark.skipif(os.name != "posix", reason="kills a process by SIGKILL")
def test_a_server_ends_with_its_process_however_that_one_ends(tmp_path):
    code = "import payersim, time; print(payersim.start().url, flush=True); time.sleep(600)"
    # Nobody is left to remove its temporary folder.
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    test_run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=env)
    url = test_run.stdout.readline().strip()
    server = client.connect(url)
    test_run.kill()
    test_run.wait()
    test_run.stdout.close()
    end = time.monotonic() + 30
    with pytest.raises(NoServerError):
        while time.monotonic() < end:
            try:
                server.health()
            except PayersimError as error:
                # A request that was under way at the end.
                if isinstance(error, NoServerError):
                    raise
            time.sleep(0.02)


FORKS = """
import os, sys, payersim
world = payersim.connect(sys.argv[1]).find_world(sys.argv[2])
world.settle()
child = os.fork()
if child == 0:
    os._exit(0 if world.clock.read().mode == "frozen" else 1)
assert os.waitpid(child, 0)[1] == 0
assert world.clock.read().mode == "frozen"
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_connection_is_not_shared_with_a_forked_process(payersim, world):
    subprocess.run([sys.executable, "-c", FORKS, payersim.url, world.name], check=True)


def test_names_of_worlds_are_of_their_own_and_short_enough(monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw3")
    first, second = unique_name("Test[É 1]_" + "long" * 40), unique_name()
    assert first != second
    assert first.startswith("test-1-longlong")
    assert f"-gw3-{os.getpid()}-" in first
    assert len(first) <= 63


def program(path, does="exit 0"):
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return str(path)
