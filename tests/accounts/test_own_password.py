"""A member changes their own password, owner or packer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from passwords import PASSWORD

if TYPE_CHECKING:
    from django.http import HttpResponse

    from packhaus.accounts.models import Member

NEW = "Karton-7-Klebeband"


def change(client: Client, present: str = PASSWORD, new: str = NEW, again: str = "") -> HttpResponse:
    typed = {"present": present, "password": new, "again": again or new}
    return client.post("/password/", typed, headers={"accept-language": "en"})


def lets_in(member: Member, password: str) -> bool:
    answer = Client().post("/login/", {"email": member.email, "password": password})
    return answer.status_code == 302


@pytest.mark.parametrize("role", ["owner", "packer"])
def test_it_is_changed_and_other_sessions_end(signed_in: Client, member: Member, role: str) -> None:
    member.role = role
    member.save()
    elsewhere = Client()
    elsewhere.post("/login/", {"email": member.email, "password": PASSWORD})
    assert elsewhere.get("/").status_code == 200
    assert 'href="/password/"' in signed_in.get("/").content.decode()
    assert signed_in.get("/password/").status_code == 200
    assert change(signed_in).headers["Location"] == "/"
    assert "Ihr Passwort ist geändert" in signed_in.get("/").content.decode()
    assert elsewhere.get("/").headers["Location"].startswith("/login/")
    assert (lets_in(member, PASSWORD), lets_in(member, NEW)) == (False, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"present": "Packtisch-2-Sued"}, "Das ist nicht Ihr jetziges Passwort"),
        ({"new": "kurz"}, "mindestens 12 Zeichen"),
        ({"again": "Karton-8-Klebeband"}, "Passwörter sind verschieden"),
        ({"new": PASSWORD}, "Das ist das jetzige"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    signed_in: Client, member: Member, typed: dict[str, str], said: str
) -> None:
    answer = change(signed_in, **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert lets_in(member, PASSWORD)


def test_wrong_tries_lock_the_account(signed_in: Client, member: Member) -> None:
    for _ in range(10):
        assert change(signed_in, present="Packtisch-2-Sued").status_code == 422
    assert change(signed_in).status_code == 422
    assert not lets_in(member, PASSWORD)
