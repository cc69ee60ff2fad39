"""Log-in, and the lock after too many wrong passwords."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from packhaus.engine import clock
from passwords import PASSWORD

if TYPE_CHECKING:
    from django.http import HttpResponse

    from packhaus.accounts.models import Member


def attempt(
    client: Client, password: str, email: str = "miriam@hagedorn.example", **more: str
) -> HttpResponse:
    return client.post(
        "/login/", {"email": email, "password": password, **more}, headers={"accept-language": "en"}
    )


def text(answer: HttpResponse) -> str:
    """The page without what differs from one drawing to the next."""
    lines = answer.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower())


def test_the_right_password_lets_in_whatever_the_case_of_the_address(client: Client, member: Member) -> None:
    assert attempt(client, PASSWORD, "MIRIAM@hagedorn.example").headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_it_leads_back_to_the_page_that_was_wanted(client: Client, member: Member) -> None:
    wanted = client.get("/orders/?state=ready").headers["Location"]
    assert wanted == "/login/?next=/orders/%3Fstate%3Dready"
    assert 'value="/orders/?state=ready"' in client.get(wanted).content.decode()
    assert (
        attempt(client, PASSWORD, next="/orders/?state=ready").headers["Location"] == "/orders/?state=ready"
    )


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_it_leads_nowhere_else(client: Client, member: Member, wanted: str) -> None:
    assert attempt(client, PASSWORD, next=wanted).headers["Location"] == "/"


def test_nobody_learns_who_has_an_account(client: Client, member: Member) -> None:
    wrong = attempt(client, "Packtisch-2-Sued")
    unknown = attempt(client, "Packtisch-2-Sued", "nobody@hagedorn.example")
    assert wrong.status_code == unknown.status_code == 422
    assert text(wrong).replace("miriam@", "") == text(unknown).replace("nobody@", "")
    assert "E-mail address or password is not right" in text(wrong)


def test_ten_wrong_passwords_lock_for_a_quarter_of_an_hour(client: Client, member: Member) -> None:
    for _ in range(9):
        attempt(client, "wrong")
    assert attempt(client, PASSWORD).status_code == 302, "nine wrong ones lock nobody out"
    client.logout()
    for _ in range(10):
        attempt(client, "wrong")
    locked = attempt(client, PASSWORD)
    assert locked.status_code == 422
    assert text(locked) == text(attempt(client, "wrong")), "a lock is answered like a wrong password"
    clock.move(timedelta(minutes=14).total_seconds())
    assert attempt(client, PASSWORD).status_code == 422
    clock.move(timedelta(minutes=2).total_seconds())
    assert attempt(client, PASSWORD).status_code == 302


def test_wrong_tries_on_an_unknown_address_lock_nobody(client: Client, member: Member) -> None:
    for _ in range(12):
        attempt(client, "wrong", "nobody@hagedorn.example")
    assert attempt(client, PASSWORD).status_code == 302


def test_who_is_not_active_stays_out(client: Client, member: Member) -> None:
    member.is_active = False
    member.save()
    assert attempt(client, PASSWORD).status_code == 422


def test_logging_out_ends_the_session(signed_in: Client) -> None:
    assert signed_in.get("/logout/").status_code == 405, "a link must not log anybody out"
    assert signed_in.post("/logout/").headers["Location"] == "/login/"
    assert signed_in.get("/").headers["Location"].startswith("/login/")


def test_the_form_is_refused_without_its_token(member: Member) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/login/", {"email": member.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "Formular ist veraltet" in answer.content.decode() or "form is too old" in answer.content.decode()
