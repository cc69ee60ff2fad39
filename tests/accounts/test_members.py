"""Settings > Members: who comes, who may do what, who goes; one owner is always left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.test import Client

from passwords import PASSWORD

if TYPE_CHECKING:
    from packhaus.accounts.models import Member

NEW = {"name": "Paula Pack", "email": "Paula@hagedorn.example", "role": "packer"}
OWN_PASSWORD = "Karton-7-Klebeband"


def page(client: Client) -> str:
    return client.get("/settings/members/").content.decode()


@pytest.fixture
def link(signed_in: Client) -> str:
    """The link that the owner gets for a packer who was added just now."""
    answer = signed_in.post("/settings/members/", NEW, follow=True)
    shown = re.search(r'id="link" value="([^"]+)"', answer.content.decode())
    assert shown is not None
    parts = urlsplit(shown[1])
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def packer(link: str) -> Member:
    from packhaus.accounts.models import Member

    return Member.objects.get(name="Paula Pack")


def chosen(link: str, password: str = OWN_PASSWORD) -> Client:
    """A browser of somebody who chose a password by a link."""
    browser = Client()
    answer = browser.post(link, {"password": password, "again": password})
    assert answer.status_code == 302, answer.content.decode()
    return browser


def test_a_packer_is_added_chooses_a_password_and_works(signed_in: Client, link: str) -> None:
    assert "Paula Pack" in page(signed_in)
    browser = Client()
    welcome = browser.get(link)
    assert "Paula@hagedorn.example" in welcome.content.decode()
    assert welcome.headers["Referrer-Policy"] == "same-origin", "no other host learns of the key"
    assert chosen(link).get("/orders/").status_code == 200
    entered = browser.post("/login/", {"email": NEW["email"], "password": OWN_PASSWORD})
    assert entered.headers["Location"] == "/"
    assert browser.get("/settings/members/").status_code == 403


def test_a_link_is_good_once_and_a_wrong_one_never(link: str) -> None:
    assert Client().get(link[:-1] + "x").status_code == 404
    assert Client().get(link.partition("?")[0]).status_code == 404
    chosen(link)
    again = Client().get(link)
    assert again.status_code == 404
    late = Client().post(link, {"password": "Anderes-8-Wort-hier", "again": "Anderes-8-Wort-hier"})
    assert late.status_code == 404


def test_a_link_is_over_after_three_days(link: str, packer: Member) -> None:
    from datetime import datetime, timedelta

    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    class Earlier(PasswordResetTokenGenerator):
        """Makes links as they were made some time ago."""

        ago = timedelta()

        def _now(self) -> datetime:
            return super()._now() - self.ago

    for days, status in ((2.9, 200), (3.1, 404)):
        Earlier.ago = timedelta(days=days)
        path = link.partition("?")[0]
        assert Client().get(f"{path}?key={Earlier().make_token(packer)}").status_code == status


@pytest.mark.parametrize(("password", "again"), [("kurz", "kurz"), (OWN_PASSWORD, "etwas anderes")])
def test_a_password_must_be_a_good_one_typed_twice(link: str, password: str, again: str) -> None:
    assert Client().post(link, {"password": password, "again": again}).status_code == 422
    assert Client().get(link).status_code == 200, "the link is still good"


def test_an_address_that_is_known_is_refused_beside_its_field(signed_in: Client, link: str) -> None:
    answer = signed_in.post("/settings/members/", {**NEW, "email": "pauLA@hagedorn.example"})
    assert answer.status_code == 422
    assert "gibt es hier schon" in answer.content.decode()
    assert page(signed_in).count("hagedorn.example") == 2


def test_a_packer_becomes_an_owner_and_a_packer_again(signed_in: Client, link: str, packer: Member) -> None:
    browser = chosen(link)
    signed_in.post(f"/settings/members/{packer.public_id}/role/", {"role": "owner"})
    assert browser.get("/settings/members/").status_code == 200
    signed_in.post(f"/settings/members/{packer.public_id}/role/", {"role": "packer"})
    assert browser.get("/settings/members/").status_code == 403


def test_who_is_deactivated_is_out_at_once_and_can_be_let_in_again(
    signed_in: Client, link: str, packer: Member
) -> None:
    browser = chosen(link)
    signed_in.post(f"/settings/members/{packer.public_id}/active/", {"active": "0"})
    assert browser.get("/orders/").headers["Location"].startswith("/login/")
    refused = browser.post("/login/", {"email": NEW["email"], "password": OWN_PASSWORD})
    assert refused.status_code == 422
    signed_in.post(f"/settings/members/{packer.public_id}/active/", {"active": "1"})
    assert browser.post("/login/", {"email": NEW["email"], "password": OWN_PASSWORD}).status_code == 302


def test_a_link_of_who_was_deactivated_opens_nothing(signed_in: Client, link: str, packer: Member) -> None:
    signed_in.post(f"/settings/members/{packer.public_id}/active/", {"active": "0"})
    assert Client().get(link).status_code == 404


def test_the_last_owner_stays(signed_in: Client, member: Member, packer: Member) -> None:
    for address, sent in (("role", {"role": "packer"}), ("active", {"active": "0"})):
        answer = signed_in.post(f"/settings/members/{member.public_id}/{address}/", sent, follow=True)
        assert "ist der letzte Inhaber" in answer.content.decode()
    member.refresh_from_db()
    assert (member.is_owner, member.is_active) == (True, True)


def test_with_a_second_owner_the_first_may_go(
    signed_in: Client, member: Member, link: str, packer: Member
) -> None:
    signed_in.post(f"/settings/members/{packer.public_id}/role/", {"role": "owner"})
    signed_in.post(f"/settings/members/{member.public_id}/active/", {"active": "0"})
    assert signed_in.get("/").headers["Location"].startswith("/login/")
    assert "der einzige Inhaber" in page(chosen(link))


def test_a_member_of_another_merchant_is_not_there(signed_in: Client, member: Member) -> None:
    from packhaus.accounts.models import Member, Organization

    other = Organization.objects.create(name="Fremd", created_at=member.created_at)
    foreign = Member.objects.create(
        organization=other, email="fremd@example.com", name="Fremd", created_at=member.created_at
    )
    foreign.set_password(PASSWORD)
    foreign.save()
    assert "fremd@example.com" not in page(signed_in)
    for address, sent in (("role", {"role": "packer"}), ("active", {"active": "0"})):
        assert signed_in.post(f"/settings/members/{foreign.public_id}/{address}/", sent).status_code == 404
    assert signed_in.get(f"/settings/members/{foreign.public_id}/link/").status_code == 404
