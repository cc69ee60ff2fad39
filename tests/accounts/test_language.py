"""The language: the browser's before log-in, the member's own after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

if TYPE_CHECKING:
    from packhaus.accounts.models import Member


def language_of(client: Client, address: str, accepts: str = "de") -> str:
    page = client.get(address, headers={"accept-language": accepts}).content.decode()
    return page.split('<html lang="')[1].split('"')[0]


def test_before_log_in_the_browser_says(client: Client, member: Member) -> None:
    assert language_of(client, "/login/", "de-AT,de;q=0.9") == "de"
    assert language_of(client, "/login/", "en-GB") == "en"
    assert language_of(client, "/login/", "sv") == "de"


def test_a_visitor_can_choose_another(client: Client, member: Member) -> None:
    answer = client.post(
        "/language/", {"language": "en", "next": "/login/"}, headers={"accept-language": "de"}
    )
    assert answer.headers["Location"] == "/login/"
    assert language_of(client, "/login/", "de") == "en"


def test_a_members_choice_is_kept_with_the_account(signed_in: Client, member: Member) -> None:
    assert language_of(signed_in, "/settings/") == "de"
    signed_in.post("/language/", {"language": "en", "next": "/settings/"})
    assert language_of(signed_in, "/settings/") == "en"
    elsewhere = Client()
    elsewhere.force_login(member)
    assert language_of(elsewhere, "/settings/", "de") == "en"


def test_a_language_that_there_is_not_changes_nothing(signed_in: Client, member: Member) -> None:
    signed_in.post("/language/", {"language": "tlh", "next": "https://evil.example/"})
    assert language_of(signed_in, "/settings/") == "de"
