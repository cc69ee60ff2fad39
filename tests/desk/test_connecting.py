"""Settings > Integrations > Amazon, against the made-up Amazon: connect, test, change, replace secrets."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from packhaus.authorizations.models import Authorization
from packhaus.engine import clock
from packhaus.engine.models import Due
from packhaus.orders.models import Order
from packhaus.shops.models import Connection

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from packhaus.accounts.models import Member
    from simulators import SimulatorProcess

NEW = "/settings/integrations/amazon/"


def answers(amazon: SimulatorProcess, **changes: Any) -> dict[str, Any]:
    return {
        "client_id": amazon.info["client_id"],
        "client_secret": amazon.info["client_secret"],
        "refresh_token": amazon.info["refresh_token"],
        "seller_id": amazon.info["seller_id"],
        "countries": ["DE"],
        "name": "Hagedorn DE",
        "import_weights": "on",
        "confirm_at": "handled",
        "do": "test",
    } | changes


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").replace("\xa0", " ").split())


@pytest.fixture
def connected(signed_in: Client, english: Member, amazon: SimulatorProcess) -> Connection:
    signed_in.post(NEW, answers(amazon, do="save"))
    return Connection.objects.get()


def test_a_test_says_what_was_found_and_saves_nothing(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    answer = signed_in.post(NEW, answers(amazon))
    assert answer.headers["Location"] == NEW + "#test"
    shown = text(signed_in.get(NEW))
    state = amazon.admin("/state")
    assert state["merchant_fulfilled"] > 20
    assert 'Log-in at Amazon</b><span class="dim">accepted' in shown
    assert "France, Germany, Italy, Netherlands, Poland, Spain, Sweden" in shown
    assert "open ones found" in shown
    assert re.search(r"\d SKUs? ha(s|ve) no weight, \d+ orders? waits? for it", shown)
    assert 'Addresses readable</b><span class="dim">yes' in shown
    assert not Connection.objects.exists()
    assert not Authorization.objects.exists()
    assert state["packages_confirmed"] == 0


def test_secrets_never_go_back_to_the_browser_nor_lie_open_in_the_session(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    signed_in.post(NEW, answers(amazon))
    page = signed_in.get(NEW).content.decode()
    kept = str(dict(signed_in.session))
    for secret in (amazon.info["client_secret"], amazon.info["refresh_token"]):
        assert secret not in page
        assert secret not in kept
    assert amazon.info["client_id"] in page, "what is no secret stands in the form again"
    assert amazon.info["client_id"] in kept
    assert "kept, leave empty" in page


def test_after_the_test_it_is_saved_without_typing_the_secrets_again(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    """R2.1, R2.4."""
    signed_in.post(NEW, answers(amazon))
    answer = signed_in.post(
        NEW,
        answers(
            amazon,
            do="save",
            client_secret="",
            refresh_token="",
            countries=["DE", "FR"],
            confirm_at="announced",
        ),
    )
    assert answer.headers["Location"] == "/settings/integrations/"
    connection = Connection.objects.get()
    assert (connection.name, connection.import_weights, connection.confirm_at) == (
        "Hagedorn DE",
        True,
        "announced",
    )
    chosen = connection.participations.filter(chosen=True).values_list("country", flat=True)
    assert sorted(chosen) == ["DE", "FR"]
    stored = bytes(connection.authorization.sealed_refresh_token)
    assert amazon.info["refresh_token"].encode() not in stored
    assert Due.objects.filter(kind="sync", subject=connection.pk).exists(), "the reading begins by itself"
    shown = text(signed_in.get("/settings/integrations/"))
    assert "Hagedorn DE is connected. Your orders are coming in now." in shown
    assert "France, Germany" in shown or "Germany, France" in shown
    assert "amazon_draft" not in signed_in.session


def test_what_is_kept_ends_after_half_an_hour(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    signed_in.post(NEW, answers(amazon))
    clock.move(timedelta(minutes=31).total_seconds())
    page = text(signed_in.get(NEW))
    assert "kept, leave empty" not in page
    answer = signed_in.post(NEW, answers(amazon, do="save", client_secret="", refresh_token=""))
    assert answer.status_code == 422
    assert not Connection.objects.exists()


def test_starting_afresh_forgets_what_was_typed(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    signed_in.post(NEW, answers(amazon))
    signed_in.post(NEW, {"do": "discard"})
    assert "amazon_draft" not in signed_in.session
    assert amazon.info["client_id"] not in signed_in.get(NEW).content.decode()


@pytest.mark.parametrize("do", ["test", "save"])
def test_a_wrong_country_is_refused_with_those_that_the_account_has(
    signed_in: Client, english: Member, amazon: SimulatorProcess, do: str
) -> None:
    """R2.2."""
    answer = signed_in.post(NEW, answers(amazon, do=do, countries=["TR"]))
    shown = text(answer)
    assert answer.status_code == 422
    assert (
        "This account does not sell in Türkiye. It sells in France, Germany, Italy, Netherlands, Poland, "
        "Spain, Sweden: choose among these." in shown
    )
    assert 'value="TR"' not in shown, "now only the account's own can be chosen"
    assert 'value="SE"' in shown
    assert not Connection.objects.exists()
    answer = signed_in.post(NEW, answers(amazon, client_secret="", refresh_token=""))
    assert answer.status_code == 302, "the secrets need not be typed again"


def test_countries_of_two_regions_do_not_go_together(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    answer = signed_in.post(NEW, answers(amazon, countries=["DE", "US"]))
    assert "These countries lie in different regions of Amazon." in text(answer)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"client_secret": "wrong"}, "client_secret", "client secret"),
        ({"refresh_token": "Atzr|wrong"}, "refresh_token", "refresh token"),
        ({"refresh_token": "Atza|IwEB"}, "refresh_token", "This is an access token, good for an hour."),
        ({"client_id": ""}, "client_id", "This field is required"),
        ({"seller_id": "hagedorn"}, "seller_id", "A seller ID is a capital A"),
        ({"name": ""}, "name", "This field is required"),
        ({"countries": []}, "", "Choose at least one country."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    signed_in: Client,
    english: Member,
    amazon: SimulatorProcess,
    change: dict[str, Any],
    field: str,
    said: str,
) -> None:
    answer = signed_in.post(NEW, answers(amazon, **change))
    shown = text(answer)
    assert answer.status_code == 422
    assert said in shown
    if field:
        assert f'id="id_{field}_error"' in shown
    assert amazon.info["client_secret"] not in shown


def test_a_revoked_token_and_an_ended_secret_are_told_apart(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    for _ in range(2):
        amazon.advance(timedelta(days=181).total_seconds())
    ended = text(signed_in.post(NEW, answers(amazon)))
    assert 'id="id_client_secret_error"' in ended
    assert 'id="id_refresh_token_error"' not in ended


def test_addresses_that_cannot_be_read_come_with_two_ways_out(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    amazon.admin("/authorization", {"roles": ["Inventory and Order Tracking", "Product Listing"]})
    signed_in.post(NEW, answers(amazon))
    shown = text(signed_in.get(NEW))
    assert "Addresses readable: no" in shown
    assert "Without addresses there are no labels." in shown
    assert "Direct-to-Consumer Shipping" in shown


def test_the_page_of_a_connection_changes_how_we_work(
    signed_in: Client, connected: Connection, amazon: SimulatorProcess
) -> None:
    """R2.4."""
    address = f"{NEW}{connected.public_id}/"
    change = {"name": "Hagedorn EU", "confirm_at": "announced", "countries": ["DE", "PL"]}
    assert signed_in.post(address, change).headers["Location"] == address
    connected.refresh_from_db()
    assert (connected.name, connected.import_weights, connected.confirm_at) == (
        "Hagedorn EU",
        False,
        "announced",
    )
    shown = text(signed_in.get(address))
    assert "Hagedorn EU is saved." in shown
    assert 'value="PL" checked' in shown
    assert 'value="US"' not in shown
    refused = signed_in.post(address, change | {"countries": ["TR"]})
    assert refused.status_code == 422


def test_a_connection_is_tested_again_at_any_time(signed_in: Client, connected: Connection) -> None:
    address = f"{NEW}{connected.public_id}/"
    assert signed_in.get(address + "test/").status_code == 405
    assert signed_in.post(address + "test/").headers["Location"] == address + "#test"
    shown = text(signed_in.get(address))
    assert re.search(r"\d SKUs? ha(s|ve) no weight", shown)
    assert 'href="/products/?show=missing">Enter</a>' in shown


def test_new_secrets_take_the_place_of_old_ones_once_amazon_takes_them(
    signed_in: Client, connected: Connection, amazon: SimulatorProcess
) -> None:
    address = f"{NEW}{connected.public_id}/"
    before = bytes(connected.authorization.sealed_refresh_token)
    secrets = {name: amazon.info[name] for name in ("client_id", "client_secret", "refresh_token")}
    wrong = signed_in.post(address + "secrets/", secrets | {"client_secret": "wrong"})
    assert wrong.status_code == 422
    connected.authorization.refresh_from_db()
    assert bytes(connected.authorization.sealed_refresh_token) == before
    right = signed_in.post(address + "secrets/", secrets)
    assert right.status_code == 302
    connected.authorization.refresh_from_db()
    assert bytes(connected.authorization.sealed_refresh_token) != before
    assert amazon.info["client_secret"] not in text(signed_in.get(address))


def test_a_shop_can_be_read_now(signed_in: Client, connected: Connection) -> None:
    Due.objects.filter(kind="sync").update(due_at=clock.now() + timedelta(hours=5))
    signed_in.post(f"/settings/integrations/{connected.public_id}/read/")
    due = Due.objects.get(kind="sync", subject=connected.pk)
    assert due.due_at is not None
    assert due.due_at <= clock.now()
    assert not Order.objects.exists(), "the page does not wait for it"
