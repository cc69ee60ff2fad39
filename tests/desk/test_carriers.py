"""Settings > Carriers and Settings > Sender."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packhaus.carriers.models import CarrierAccount, Sender

if TYPE_CHECKING:
    from django.test import Client

    from packhaus.accounts.models import Member
    from simulators import SimulatorProcess

SENDER = {
    "name": "Hagedorn Küche & Tisch",
    "street": "Speicherstraße 14",
    "postal_code": "28217",
    "city": "Bremen",
    "country": "DE",
}


def account(simulator: SimulatorProcess, **changes: str) -> dict[str, str]:
    return {
        "carrier": "demo",
        "name": "Vertrag Bremen",
        "address": simulator.info["carrier"],
        "key": simulator.info["carrier_key"],
    } | changes


def test_an_account_is_kept_once_the_carrier_takes_its_key(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    wrong = signed_in.post("/settings/carriers/", account(amazon, key="wrong"))
    assert wrong.status_code == 422
    assert 'id="id_key_error"' in wrong.content.decode()
    assert not CarrierAccount.objects.exists()
    right = signed_in.post("/settings/carriers/", account(amazon))
    assert right.headers["Location"] == "/settings/carriers/"
    kept = CarrierAccount.objects.get()
    assert amazon.info["carrier_key"].encode() not in bytes(kept.sealed_key)
    page = signed_in.get("/settings/carriers/").content.decode()
    assert "Vertrag Bremen is connected." in page
    assert "31.50\xa0kg" in page, "its services stand there with what they take"
    assert amazon.info["carrier_key"] not in page


def test_a_key_is_renewed_in_its_place(signed_in: Client, english: Member, amazon: SimulatorProcess) -> None:
    signed_in.post("/settings/carriers/", account(amazon))
    before = CarrierAccount.objects.get()
    page = signed_in.get(f"/settings/carriers/?account={before.public_id}").content.decode()
    assert 'value="Vertrag Bremen"' in page
    signed_in.post("/settings/carriers/", account(amazon))
    after = CarrierAccount.objects.get()
    assert (after.pk, bytes(after.sealed_key) != bytes(before.sealed_key)) == (before.pk, True)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://carrier.example/", "Begin the address with https://"),
        ("carrier.example", "Begin the address with https://"),
        ("https://carrier example/", "This is no address"),
        ("http://127.0.0.1.carrier.example/", "Begin the address with https://"),
        ("https://127.0.0.1:1/", ""),
    ],
)
def test_an_address_must_be_one_and_safe(
    signed_in: Client, english: Member, amazon: SimulatorProcess, address: str, said: str
) -> None:
    answer = signed_in.post("/settings/carriers/", account(amazon, address=address))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not CarrierAccount.objects.exists()


def test_the_sender_is_entered_and_changed(signed_in: Client, english: Member) -> None:
    assert signed_in.post("/settings/sender/", SENDER).headers["Location"] == "/settings/sender/"
    signed_in.post("/settings/sender/", SENDER | {"street": "Speicherstraße 16", "phone": "0421 123"})
    sender = Sender.objects.get()
    assert (sender.street, sender.phone, sender.country) == ("Speicherstraße 16", "0421 123", "DE")
    assert 'value="Speicherstraße 16"' in signed_in.get("/settings/sender/").content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"postal_code": "2821"}, "postal_code"), ({"city": ""}, "city"), ({"name": "x" * 51}, "name")],
)
def test_a_wrong_sender_is_said_and_not_kept(
    signed_in: Client, english: Member, change: dict[str, str], field: str
) -> None:
    answer = signed_in.post("/settings/sender/", SENDER | change)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Sender.objects.exists()


def test_a_code_that_is_not_german_may_look_otherwise(signed_in: Client) -> None:
    signed_in.post("/settings/sender/", SENDER | {"country": "NL", "postal_code": "1012 AB"})
    assert Sender.objects.get().postal_code == "1012 AB"


def test_the_overview_says_what_is_missing(signed_in: Client, english: Member) -> None:
    page = signed_in.get("/settings/").content.decode()
    for words in ("no shop connected yet", "no carrier connected yet", "not entered yet"):
        assert words in page
    signed_in.post("/settings/sender/", SENDER)
    assert "Hagedorn Küche &amp; Tisch, 28217 Bremen" in signed_in.get("/settings/").content.decode()
