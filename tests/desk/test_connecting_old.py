"""Settings > Integrations > Amazon MWS: the guide's own page, against the made-up Amazon (R2.1 to R2.4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desk.test_connecting import text
from packhaus.authorizations.models import Authorization
from packhaus.engine import clock
from packhaus.engine.models import Due
from packhaus.shops.models import Connection

if TYPE_CHECKING:
    from django.test import Client

    from packhaus.accounts.models import Member
    from simulators import SimulatorProcess

LIST = "/settings/integrations/"
NEW = "/settings/integrations/amazon-mws/"


@pytest.fixture
def token(amazon: SimulatorProcess, member: Member) -> str:
    """What Amazon's page shows once the developer was authorized there; both clocks show the same."""
    amazon.admin("/clock", {"set": clock.now().isoformat()})
    return str(amazon.admin("/mws", {"authorize": True})["token"])


@pytest.fixture
def typed(amazon: SimulatorProcess, token: str) -> dict[str, Any]:
    return {
        "seller_id": amazon.info["seller_id"],
        "token": token,
        "countries": ["DE"],
        "name": "Hagedorn DE",
        "import_weights": "on",
        "confirm_at": "handled",
        "do": "save",
    }


@pytest.fixture
def connected(signed_in: Client, english: Member, typed: dict[str, Any]) -> Connection:
    assert signed_in.post(NEW, typed).headers["Location"] == LIST
    return Connection.objects.get()


def test_the_list_offers_it_last_and_says_that_it_is_switched_off(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    shown = text(signed_in.get(LIST))
    assert "At Amazon they are switched off." in shown
    assert 'href="/settings/integrations/amazon/">Connect Amazon<' in shown
    assert signed_in.get(LIST + "connect/").headers["Location"] == "/settings/integrations/amazon/"
    assert shown.index("Connect Amazon<") < shown.index("Other ways") < shown.index("Connect Amazon MWS<")


def test_it_asks_for_the_country_and_never_for_the_marketplace_id(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    """R2.2; R1.3: the developer to authorize stands there to be copied."""
    shown = text(signed_in.get(NEW))
    developer = amazon.info["mws_developer"]
    assert developer["name"] in shown
    assert developer["developer_id"] in shown
    assert developer["secret_key"] not in shown
    assert developer["access_key"] not in shown
    assert 'value="DE"' in shown
    assert amazon.info["marketplace_ids"][0] not in shown
    assert "Amazon switched it off in March 2024" in shown
    assert f'href="{amazon.info["seller_central"]}/mws"' in shown


def test_without_a_developer_the_page_says_who_enters_what(
    signed_in: Client, english: Member, amazon: SimulatorProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PACKHAUS_MWS_SECRET_KEY")
    for answer in (signed_in.get(NEW), signed_in.post(NEW, {"do": "save"})):
        shown = text(answer)
        assert "This installation is no developer at Amazon" in shown
        assert "PACKHAUS_MWS_SECRET_KEY" in shown
        assert "<input" not in shown.split("<main")[1].replace("csrfmiddlewaretoken", "")


def test_saved_it_reads_and_has_its_year(
    signed_in: Client, connected: Connection, amazon: SimulatorProcess
) -> None:
    """R2.4, R4.4."""
    assert (connected.shop, connected.name, connected.confirm_at) == ("amazon_mws", "Hagedorn DE", "handled")
    authorization = Authorization.objects.get()
    assert (authorization.kind, authorization.state) == ("developer", "active")
    assert authorization.application.outside_id == amazon.info["mws_developer"]["developer_id"]
    assert Due.objects.filter(kind="sync", subject=connected.pk, due_at__lte=clock.now()).exists()
    shown = text(signed_in.get(LIST))
    assert "Hagedorn DE is connected." in shown
    assert f'href="{NEW}{connected.public_id}/">Change' in shown
    permissions = text(signed_in.get("/settings/permissions/"))
    today = authorization.given_at.date()
    year = date(today.year + 1, today.month, min(today.day, 28)).year
    assert str(year) in permissions


def test_a_test_says_what_was_found_and_saves_nothing(
    signed_in: Client, english: Member, typed: dict[str, Any], amazon: SimulatorProcess
) -> None:
    answer = signed_in.post(NEW, typed | {"do": "test"})
    assert answer.headers["Location"] == NEW + "#test"
    shown = text(signed_in.get(NEW))
    assert 'Log-in at Amazon</b><span class="dim">accepted' in shown
    assert "France, Germany, Italy, Netherlands, Poland, Spain, Sweden" in shown
    assert "open ones found" in shown
    assert 'Addresses readable</b><span class="dim">yes' in shown
    assert not Connection.objects.exists()
    assert not Authorization.objects.exists()

    kept = str(dict(signed_in.session))
    assert typed["token"] not in shown
    assert typed["token"] not in kept, "it is sealed"
    assert "kept, leave empty" in shown
    signed_in.post(NEW, typed | {"token": ""})
    assert Connection.objects.get().name == "Hagedorn DE"
    assert "amazon_mws_draft" not in signed_in.session


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"token": "amzn.mws.wrong"}, "token", "seller ID and token do not belong together"),
        ({"token": "Atzr|IwEB"}, "token", "This is no authorization token"),
        ({"token": ""}, "token", "This field is required"),
        ({"seller_id": "A2SOMEBODYELSE"}, "token", "seller ID and token do not belong together"),
        ({"seller_id": "hagedorn"}, "seller_id", "A seller ID is a capital A"),
        ({"name": ""}, "name", "This field is required"),
        ({"countries": []}, "", "Choose at least one country."),
        ({"countries": ["TR"]}, "", "This account does not sell in Türkiye. It sells in France, Germany"),
    ],
)
@pytest.mark.parametrize("do", ["test", "save"])
def test_what_is_wrong_is_said_beside_its_field(
    signed_in: Client,
    english: Member,
    typed: dict[str, Any],
    change: dict[str, Any],
    field: str,
    said: str,
    do: str,
) -> None:
    answer = signed_in.post(NEW, typed | change | {"do": do})
    shown = text(answer)
    assert answer.status_code == 422
    assert said in shown
    if field:
        assert f'id="id_{field}_error"' in shown
    assert typed["token"] not in shown
    assert not Connection.objects.exists()


def test_keys_that_are_wrong_are_the_operators(
    signed_in: Client, english: Member, typed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACKHAUS_MWS_SECRET_KEY", "wrong")
    shown = text(signed_in.post(NEW, typed))
    assert "Whoever runs Packhaus checks the settings" in shown
    assert 'id="id_token_error"' not in shown


def test_it_is_changed_and_tested_at_any_time(
    signed_in: Client, connected: Connection, amazon: SimulatorProcess
) -> None:
    address = f"{NEW}{connected.public_id}/"
    change = {"name": "Hagedorn EU", "confirm_at": "announced", "countries": ["DE", "PL"]}
    assert signed_in.post(address, change).headers["Location"] == address
    connected.refresh_from_db()
    assert (connected.name, connected.import_weights) == ("Hagedorn EU", False)
    assert signed_in.post(address, change | {"countries": ["TR"]}).status_code == 422
    assert signed_in.post(address + "test/").headers["Location"] == address + "#test"
    shown = text(signed_in.get(address))
    assert "Hagedorn EU" in shown
    assert 'value="PL" checked' in shown
    assert "accepted" in shown
    assert f'href="{amazon.info["seller_central"]}/mws/user-permissions"' in shown


def test_a_token_that_was_taken_back_is_replaced_by_a_new_one(
    signed_in: Client, english: Member, connected: Connection, amazon: SimulatorProcess
) -> None:
    """R4.7 from Amazon's side: revoked there, authorized again there, the new token entered here."""
    address = f"{NEW}{connected.public_id}/"
    amazon.admin("/mws", {"revoke": True})
    signed_in.post(address + "test/")
    assert Authorization.objects.get().state == "denied"
    old = bytes(Authorization.objects.get().sealed_refresh_token)
    refused = signed_in.post(address + "token/", {"token": "amzn.mws.wrong"})
    assert refused.status_code == 422
    assert bytes(Authorization.objects.get().sealed_refresh_token) == old
    new = amazon.admin("/mws", {"authorize": True})["token"]
    assert signed_in.post(address + "token/", {"token": new}).headers["Location"] == address
    assert Authorization.objects.get().state == "active"
    shown = text(signed_in.get(address))
    assert "What waited goes on." in shown
    assert new not in shown


def test_a_year_later_it_is_renewed_at_amazon_and_nothing_is_entered_again(
    signed_in: Client, connected: Connection, amazon: SimulatorProcess
) -> None:
    """R4.6, whichever of the two clocks is a little ahead."""
    address = f"{NEW}{connected.public_id}/"
    span = timedelta(days=366).total_seconds()
    clock.move(span)
    amazon.advance(span)
    signed_in.post(address + "test/")
    assert not [each for each in amazon.admin("/calls")["calls"] if each["status"] == 401], "no call in vain"
    amazon.admin("/mws", {"renew": True})
    authorization = Authorization.objects.get()
    token = bytes(authorization.sealed_refresh_token)
    signed_in.post(
        f"/settings/permissions/{authorization.public_id}/renew/", {"on": clock.now().date().isoformat()}
    )
    authorization.refresh_from_db()
    assert bytes(authorization.sealed_refresh_token) == token
    assert authorization.term_began_at > connected.created_at + timedelta(days=360)


def test_start_afresh_forgets_what_was_typed(
    signed_in: Client, english: Member, typed: dict[str, Any]
) -> None:
    signed_in.post(NEW, typed | {"do": "test"})
    assert "Start afresh" in text(signed_in.get(NEW))
    assert signed_in.post(NEW, {"do": "discard"}).headers["Location"] == NEW
    assert "kept, leave empty" not in text(signed_in.get(NEW))
