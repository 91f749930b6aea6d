import re
from pathlib import Path

import payersim as client
import pytest

SHOP = Path(__file__).parent.parent / "examples" / "shop"


def test_each_test_has_a_world_of_its_own(run, pytester, payersim):
    before = payersim.worlds()
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("turn", [1, 2])
        def test_money(world, turn):
            ama = world.phone("+46733000001")
            assert world.balances(ama) == {"EUR": "500.00"}
            world.merchant("Kiosk 24").transfer(payee=ama, amount="5")
            world.settle()
            assert world.balances(ama) == {"EUR": "505.00"}

        @pytest.mark.payersim(clock="running", world={"people": []})
        def test_other(world):
            assert world.clock.read().mode == "running"
            assert world.describe()["phones"] == []

        @pytest.mark.payersim(world="few.yaml")
        def test_file(world):
            assert world.describe()["phones"] == []

        def test_default_file(world):
            assert world.clock.read().mode == "running"
        """
    )
    (pytester.path / "few.yaml").write_text("people: []\n")
    pytester.makeini("[pytest]\npayersim_clock = running\n")
    run().assert_outcomes(passed=5)
    assert payersim.worlds() == before


def test_options_name_a_server_and_a_world(run, pytester, monkeypatch, payersim):
    monkeypatch.setenv("PAYERSIM_URL", "http://127.0.0.1:1")
    (pytester.path / "few.yaml").write_text("people: []\n")
    pytester.makeini("[pytest]\npayersim_world = few.yaml\n")
    pytester.makepyfile("def test_it(world):\n    assert world.describe()['phones'] == []\n")
    run("--payersim-url", payersim.url).assert_outcomes(passed=1)
    failed = run()
    failed.assert_outcomes(errors=1)
    failed.stdout.fnmatch_lines(["*NoServerError: No payersim answers at http://127.0.0.1:1*"])


def test_a_failure_has_the_phones_and_the_trace_of_the_payment(run, pytester):
    pytester.makepyfile(
        """
        def test_it(world):
            ama = world.phone("+46733000001")
            order = world.merchant("Kiosk 24").request_to_pay(payer=ama, amount="12.50")
            ama.wait_prompt()
            ama.choose("Reject")
            assert order.status().status == "SUCCESSFUL"
        """
    )
    result = run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*payersim: phones*",
            "+46733000001, as the test saw it last:",
            "The session ended:",
            "  | Rejected. You did not pay 12.50 EUR to Kiosk 24.",
            "*payersim: payments*",
            "request-to-pay of 12.50 EUR for Kiosk 24, *: Failed: Ama Lindqvist said no.",
            "  09:00:00 request.answered POST /collection/v1_0/requesttopay -> 202",
            '  09:00:00 ussd.hop +46733000001 text "2" screen "Rejected. *',
        ]
    )


def test_a_run_without_payersim_needs_no_server(run, pytester, monkeypatch):
    monkeypatch.delenv("PAYERSIM_URL")
    monkeypatch.setenv("PAYERSIM_BIN", "nowhere")
    pytester.makepyfile("def test_it():\n    pass\n")
    run().assert_outcomes(passed=1)


def test_a_missing_program_is_an_error_that_says_what_to_do(run, pytester, monkeypatch):
    monkeypatch.delenv("PAYERSIM_URL")
    monkeypatch.setenv("PAYERSIM_BIN", "nowhere")
    pytester.makepyfile("def test_it(world):\n    pass\n")
    result = run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*PAYERSIM_BIN is nowhere, and no program is there. Set PAYERSIM_URL*"])


def test_the_workers_of_xdist_share_one_server_that_ends_with_the_run(run, pytester, monkeypatch):
    pytest.importorskip("xdist", reason="pytest-xdist is not here; it comes with python3-pytest-xdist")
    monkeypatch.delenv("PAYERSIM_URL")
    pytester.makepyfile(
        """
        import os, pathlib, pytest

        @pytest.mark.parametrize("turn", range(8))
        def test_it(world, turn):
            ama = world.phone("+46733000001")
            world.merchant("Kiosk 24").request_to_pay(payer=ama, amount="1")
            ama.wait_prompt()
            assert len(world.payments()) == 1
            worker = os.environ["PYTEST_XDIST_WORKER"]
            assert f"-{worker}-{os.getpid()}-" in world.name
            pathlib.Path(f"seen-{turn}").write_text(f"{world.server.url} {worker}")
            if turn == 7:
                assert False
        """
    )
    result = run("-n", "2", "--dist", "each")
    result.assert_outcomes(passed=14, failed=2)
    # The screen comes over from the worker.
    result.stdout.fnmatch_lines(["*payersim: phones*", "  | Pay 1.00 EUR to Kiosk 24?"])
    urls = {file.read_text().split()[0] for file in pytester.path.glob("seen-*")}
    assert len(urls) == 1
    with pytest.raises(client.NoServerError):
        client.connect(urls.pop())


def test_a_missing_program_is_told_by_the_workers_of_xdist_too(run, pytester, monkeypatch):
    pytest.importorskip("xdist", reason="pytest-xdist is not here; it comes with python3-pytest-xdist")
    monkeypatch.delenv("PAYERSIM_URL")
    monkeypatch.setenv("PAYERSIM_BIN", "nowhere")
    pytester.makepyfile("def test_it(world):\n    pass\n\ndef test_other():\n    pass\n")
    result = run("-n", "2")
    result.assert_outcomes(errors=1, passed=1)
    result.stdout.fnmatch_lines(["*PAYERSIM_BIN is nowhere*"])


def test_a_shop_that_draws_a_new_reference_each_time_fails_with_the_screen(run, pytester):
    for file in SHOP.glob("*.py"):
        (pytester.path / file.name).write_text(file.read_text())
    test = "test_the_payer_approves_after_a_lost_answer_the_shop_asks_again_and_is_paid_once"
    run("-k", test).assert_outcomes(passed=1, deselected=4)

    whole = (pytester.path / "shop.py").read_text()
    asks = "        try:\n            self.momo.requestToPay("
    assert asks in whole
    broken = whole.replace(asks, f"        order.reference = str(uuid.uuid4())\n{asks}")
    (pytester.path / "shop.py").write_text(broken)
    result = run("-k", test)
    result.assert_outcomes(failed=1, deselected=4)
    result.stdout.fnmatch_lines(
        [
            'E * AssertionError: Expected +46733000001 to have its session ended by the app with a screen that contains "approved".',
            "E * An open screen:",
            "E *   | Pay 12.50 EUR to Kiosk 24?",
        ]
    )
    # Both orders, and why the first one's answer did not come.
    assert len(re.findall(r"^request-to-pay of 12\.50 EUR", result.stdout.str(), re.M)) == 2
    result.stdout.fnmatch_lines(["*momo.createRequestToPay was performed; its answer, a 202, was lost.*"])
