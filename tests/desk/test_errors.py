"""Pages that say that something went wrong, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import RequestFactory
from django.utils import translation

from packhaus.desk import errors

if TYPE_CHECKING:
    from django.test import Client

    from packhaus.accounts.models import Member


def test_a_missing_page_says_so_within_the_frame(signed_in: Client, english: Member) -> None:
    answer = signed_in.get("/orders/0123456789abcdef/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "There is nothing here" in page
    assert 'class="nav"' in page


def test_a_missing_page_tells_a_stranger_nothing(client: Client, member: Member) -> None:
    answer = client.get("/nowhere/", headers={"accept-language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'class="nav"' not in page
    assert member.name not in page


def test_our_own_mistake_is_drawn_without_the_database() -> None:
    with translation.override("en"):
        answer = errors.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Packhaus made a mistake" in answer.content.decode()
    assert "the program's log" in answer.content.decode().replace("&#x27;", "'")


def test_a_broken_request_and_a_forbidden_one_say_what_to_do(rf: RequestFactory) -> None:
    with translation.override("de"):
        for view, status in ((errors.bad_request, 400), (errors.forbidden, 403)):
            answer = view(rf.get("/"), ValueError("secret"))
            assert answer.status_code == status
            assert "secret" not in answer.content.decode()
            assert "Es wurde nichts geändert" in answer.content.decode()
