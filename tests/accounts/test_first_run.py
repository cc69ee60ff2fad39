"""The owner's account, made once."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client

from packhaus.accounts.first_run import set_up
from packhaus.accounts.models import Member, Organization

ANSWERS = {
    "organization": "Hagedorn Küche & Tisch",
    "name": "Miriam Kaczmarek",
    "email": "miriam@hagedorn.example",
    "password": "Packtisch-2-Nord",
    "again": "Packtisch-2-Nord",
    "time_zone": "Europe/Berlin",
}


@pytest.mark.parametrize("address", ["/", "/orders/", "/settings/", "/login/"])
def test_every_page_leads_there_while_there_is_no_member(client: Client, db: None, address: str) -> None:
    assert client.get(address).headers["Location"] == "/first-run/"


def test_it_makes_the_owner_and_lets_them_in(client: Client, db: None) -> None:
    answer = client.post("/first-run/", ANSWERS, headers={"accept-language": "en"})
    assert answer.headers["Location"] == "/"
    member = Member.objects.get()
    assert (member.role, member.language, member.organization.name) == (
        "owner",
        "en",
        "Hagedorn Küche & Tisch",
    )
    assert member.password.startswith("argon2")
    assert "Miriam Kaczmarek" in client.get("/").content.decode()


def test_it_happens_once(client: Client, member: Member) -> None:
    assert client.get("/first-run/").headers["Location"] == "/"
    assert client.post("/first-run/", ANSWERS | {"email": "other@hagedorn.example"}).status_code == 302
    assert Member.objects.get() == member


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "Kurz-1", "again": "Kurz-1"}, "12"),
        (
            {"password": "nur-kleine-buchstaben", "again": "nur-kleine-buchstaben"},
            "a capital letter, a digit",
        ),
        ({"again": "Packtisch-2-Sued"}, "The two passwords differ"),
        ({"email": "miriam"}, "email address"),
        ({"organization": " "}, "required"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
    ],
)
def test_wrong_answers_are_named_beside_their_fields(
    client: Client, db: None, change: dict[str, str], said: str
) -> None:
    answer = client.post("/first-run/", ANSWERS | change, headers={"accept-language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'aria-invalid="true"' in page
    assert ANSWERS["password"] not in page, "a password never goes back to the browser"
    assert not Member.objects.exists()


def test_two_at_once_make_one_owner(transactional_db: None, now: datetime) -> None:
    together = threading.Barrier(2)
    made: list[Member | None] = []

    def run(number: int) -> None:
        try:
            together.wait(timeout=10)
            made.append(
                set_up(
                    organization=f"Shop {number}",
                    name="Miriam",
                    email=f"{number}@hagedorn.example",
                    password="Packtisch-2-Nord",
                    language="de",
                    time_zone="Europe/Berlin",
                    now=now,
                )
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(one is None for one in made) == [False, True]
    assert Member.objects.count() == Organization.objects.count() == 1
