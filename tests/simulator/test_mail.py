"""The simulator's mail server as a mail program meets it: by SMTP."""

from __future__ import annotations

import smtplib
from pathlib import Path
from typing import get_args

import pytest

from packhaus_simulator.mail.post import Mode
from simulators import SimulatorProcess

WORLD = 0
MAIL = "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nFrom: a@b.example\r\n\r\n..a line with a dot\r\n"


def connected(simulator: SimulatorProcess, timeout: float = 5) -> smtplib.SMTP:
    smtp = simulator.info["smtp"]
    connection = smtplib.SMTP(smtp["host"], smtp["port"], local_hostname="[127.0.0.1]", timeout=timeout)
    connection.login(smtp["user"], smtp["password"])
    return connection


def send(simulator: SimulatorProcess, to: str = "x@y.example", timeout: float = 5) -> None:
    with connected(simulator, timeout) as connection:
        connection.sendmail("a@b.example", [to], MAIL)


def mails(simulator: SimulatorProcess) -> list[dict[str, object]]:
    found: list[dict[str, object]] = simulator.admin("/mails")["mails"]
    return found


def test_a_mail_is_shown_with_envelope_headers_text_and_the_simulators_time(
    simulator: SimulatorProcess,
) -> None:
    simulator.admin("/clock", {"set": "2027-12-01T08:00:00Z", "speed": 0})
    send(simulator)
    (mail,) = mails(simulator)
    assert (mail["from"], mail["to"]) == ("a@b.example", ["x@y.example"])
    assert mail["subject"] == "Grüße"
    assert mail["headers"] == {"Subject": "Grüße", "From": "a@b.example"}
    assert str(mail["text"]).startswith("..a line with a dot")
    assert mail["received_at"] == "2027-12-01T08:00:00Z"
    page = simulator.http.get(simulator.info["mail"])
    assert "Grüße" in page.text
    assert "1 E-Mail angenommen" in page.text
    simulator.admin("/mails", method="DELETE")
    assert mails(simulator) == []


def test_what_stands_in_a_mail_is_no_html_on_the_page(simulator: SimulatorProcess) -> None:
    with connected(simulator) as connection:
        connection.sendmail("a@b.example", ["x@y.example"], "Subject: <b>x</b>\r\n\r\n<script>1</script>\r\n")
    page = simulator.http.get(simulator.info["mail"]).text
    assert "&lt;script&gt;1" in page
    assert "<script>" not in page
    assert "<b>x" not in page


def test_nobody_sends_without_the_log_in(simulator: SimulatorProcess) -> None:
    smtp = simulator.info["smtp"]
    with smtplib.SMTP(smtp["host"], smtp["port"], local_hostname="[127.0.0.1]") as connection:
        with pytest.raises(smtplib.SMTPSenderRefused, match="530"):
            connection.sendmail("a@b.example", ["x@y.example"], MAIL)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            connection.login(smtp["user"], "wrong")


@pytest.mark.parametrize(
    ("mode", "error", "taken"),
    [
        ("down", ConnectionRefusedError, 0),
        ("slow", smtplib.SMTPServerDisconnected, 0),
        ("silent", smtplib.SMTPServerDisconnected, 1),
        ("cut", smtplib.SMTPServerDisconnected, 1),
        ("greylist", smtplib.SMTPRecipientsRefused, 0),
        ("refuse_all", smtplib.SMTPRecipientsRefused, 0),
        ("refuse_sender", smtplib.SMTPSenderRefused, 0),
        ("auth_fails", smtplib.SMTPAuthenticationError, 0),
        ("garbage", smtplib.SMTPConnectError, 0),
    ],
)
def test_each_manner_does_what_it_says(
    simulator: SimulatorProcess, mode: str, error: type[Exception], taken: int
) -> None:
    simulator.admin("/smtp", {"mode": mode, "seconds": 2})
    with pytest.raises(error):
        send(simulator, timeout=0.5)
    assert len(mails(simulator)) == taken
    assert simulator.admin("/smtp", {}) == {"mode": "ok", "refuse": [], "seconds": 5.0}
    send(simulator)
    assert len(mails(simulator)) == taken + 1


def test_some_addresses_are_refused_and_others_taken(simulator: SimulatorProcess) -> None:
    simulator.admin("/smtp", {"refuse": ["x@y.example"]})
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="550"):
        send(simulator)
    send(simulator, to="z@y.example")
    assert [mail["to"] for mail in mails(simulator)] == [["z@y.example"]]


def test_a_reset_empties_it_and_keeps_its_address(simulator: SimulatorProcess) -> None:
    send(simulator)
    simulator.admin("/smtp", {"mode": "down"})
    before = simulator.info["smtp"]
    simulator.reset(seed=99, orders=0)
    assert simulator.info["smtp"] == before
    assert mails(simulator) == []
    send(simulator)


@pytest.mark.parametrize("mode", get_args(Mode))
def test_every_manner_is_in_the_docs(mode: str) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "simulator.md").read_text(encoding="utf-8")
    assert f"`{mode}`" in text.partition("### The mail server")[2].partition("## How it behaves")[0]
