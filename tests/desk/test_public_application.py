"""Settings > Integrations > Amazon > Public application: its keys here, our addresses there (R1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from packhaus.authorizations.models import Application, Authorization
from packhaus.engine import clock
from packhaus.flow import connect
from packhaus.flow.renew import revoke
from packhaus.privacy import vault
from packhaus.shops.port import Credentials

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from packhaus.accounts.models import Member
    from simulators import SimulatorProcess

PAGE = "/settings/integrations/amazon/application/"


def answers(amazon: SimulatorProcess, **changes: Any) -> dict[str, Any]:
    keys = amazon.info["public"]
    return {
        "name": "Packhaus für Agenturen",
        "application_id": keys["application_id"],
        "client_id": keys["client_id"],
        "client_secret": keys["client_secret"],
        "secret_ends_on": "",
        "status": "published",
    } | changes


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").replace("\xa0", " ").split())


def test_it_is_entered_and_its_secret_never_shown(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    assert signed_in.post(PAGE, answers(amazon)).headers["Location"] == PAGE
    kept = Application.objects.get()
    secret = amazon.info["public"]["client_secret"]
    assert (kept.kind, kept.is_draft, kept.outside_id) == ("public", False, answers(amazon)["application_id"])
    assert vault.open_secret(kept.sealed_secret, kept.aad) == secret
    shown = text(signed_in.get(PAGE))
    assert secret not in shown
    assert "The public application is saved." in shown
    assert kept.client_id in shown
    assert "0 accounts have authorized it" in shown


def test_all_but_the_secret_is_changed_without_typing_it_again(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    signed_in.post(PAGE, answers(amazon))
    change = {"client_secret": "", "status": "draft", "name": "Neu", "secret_ends_on": "2027-03-04"}
    assert signed_in.post(PAGE, answers(amazon, **change)).status_code == 302
    kept = Application.objects.get()
    assert (kept.is_draft, kept.name, kept.secret_ends_on) == (True, "Neu", date(2027, 3, 4))
    assert vault.open_secret(kept.sealed_secret, kept.aad) == amazon.info["public"]["client_secret"]
    assert 'value="2027-03-04"' in text(signed_in.get(PAGE))


def test_a_new_secret_does_not_take_over_the_end_of_the_old_one_r4_4(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    soon = clock.now().date() + timedelta(days=3)
    signed_in.post(PAGE, answers(amazon, secret_ends_on=f"{soon}"))
    shown = {"client_secret": "amzn1.oa2-cs.v1.another", "secret_ends_on": f"{soon}"}
    signed_in.post(PAGE, answers(amazon, **shown))
    assert Application.objects.get().secret_ends_on > soon + timedelta(days=170)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"application_id": "amzn1.application-oa2-client.1234567890"}, "The client ID is another one."),
        ({"client_id": "amzn1.sp.solution.1234567890"}, "A client ID begins with"),
        ({"client_secret": ""}, "This field is required"),
        ({"status": ""}, "This field is required"),
        ({"secret_ends_on": "soon"}, "Enter a valid date"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    signed_in: Client, english: Member, amazon: SimulatorProcess, change: dict[str, str], said: str
) -> None:
    answer = signed_in.post(PAGE, answers(amazon, **change))
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'id="id_{next(iter(change))}_error"' in text(answer) or "status" in change
    assert amazon.info["public"]["client_secret"] not in text(answer)
    assert not Application.objects.exists()


def test_another_client_id_needs_its_own_secret(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    signed_in.post(PAGE, answers(amazon))
    other = "amzn1.application-oa2-client.ffffffffffffffff"
    answer = signed_in.post(PAGE, answers(amazon, client_id=other, client_secret=""))
    assert "This client ID is new: enter its client secret." in text(answer)
    assert Application.objects.count() == 1


def test_the_addresses_for_amazon_are_shown_by_the_setting(
    signed_in: Client, english: Member, settings: Any
) -> None:
    settings.PACKHAUS_URL = "https://desk.hagedorn.example/"
    shown = text(signed_in.get(PAGE))
    assert "https://desk.hagedorn.example/settings/integrations/amazon/callback/" in shown
    assert "https://desk.hagedorn.example/settings/integrations/amazon/login/" in shown
    assert "https addresses only" not in shown
    settings.PACKHAUS_URL = "http://desk.hagedorn.example/"
    assert "Amazon takes https addresses only." in text(signed_in.get(PAGE))
    settings.PACKHAUS_URL = "http://127.0.0.1:8000/"
    assert "These addresses lead to this computer only." in text(signed_in.get(PAGE))


def test_without_the_setting_they_are_where_the_panel_was_asked(
    signed_in: Client, english: Member, settings: Any
) -> None:
    settings.PACKHAUS_URL = ""
    assert "http://testserver/settings/integrations/amazon/callback/" in text(signed_in.get(PAGE))
    settings.SESSION_COOKIE_SECURE = True
    assert "https://testserver/settings/integrations/amazon/callback/" in text(signed_in.get(PAGE))


def test_no_consent_is_asked_for_where_amazon_would_not_come_back(
    signed_in: Client, english: Member, amazon: SimulatorProcess, settings: Any
) -> None:
    consent = "/settings/integrations/amazon/consent/"
    assert signed_in.post(consent, {"country": "DE"}).headers["Location"] == PAGE
    signed_in.post(PAGE, answers(amazon))
    settings.PACKHAUS_URL = "http://desk.hagedorn.example/"
    assert signed_in.post(consent, {"country": "DE"}).headers["Location"] == PAGE
    settings.PACKHAUS_URL = "https://desk.hagedorn.example/"
    assert signed_in.post(consent, {"country": "DE"}).status_code == 200
    assert signed_in.post(consent, {"country": "XX"}).headers["Location"] == PAGE.replace("application/", "")


def connected(amazon: SimulatorProcess, member: Member) -> Authorization:
    """The account, connected by the token of its own application, two years ago."""
    keys = amazon.info
    connect.save(
        member.organization,
        member,
        shop="amazon",
        kind="private",
        credentials=Credentials(
            client_id=keys["client_id"],
            client_secret=keys["client_secret"],
            refresh_token=keys["refresh_token"],
            seller_id=keys["seller_id"],
        ),
        countries=["DE"],
        name="Hagedorn DE",
        import_weights=True,
        confirm_at="handled",
        now=clock.now(),
    )
    Authorization.objects.update(term_began_at=clock.now() - timedelta(days=730))
    return Authorization.objects.get()


def test_the_client_id_of_an_own_application_in_use_is_refused_with_what_to_do(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    one = connected(amazon, english)
    own = {"client_id": amazon.info["client_id"], "client_secret": amazon.info["client_secret"]}
    answer = signed_in.post(PAGE, answers(amazon, **own))
    assert answer.status_code == 422
    shown = text(answer)
    assert "This client ID is known as your own application" in shown
    assert "“Hagedorn DE”" in shown
    assert "revoke these accounts first" in shown
    assert own["client_secret"] not in shown
    one.refresh_from_db()
    assert (one.kind, one.state) == ("private", "active"), "it has no year that could be over"

    revoke(one, english, clock.now())
    assert signed_in.post(PAGE, answers(amazon, **own)).status_code == 302
    assert Application.objects.get().kind == "public"
