"""Why a connection does not work: each cause provoked at the other side, and the words on the page.

The words are those of ``docs/why.md``; each case sees its own cause alone, so that no two are mixed up.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest
import why_table

from packhaus.authorizations.models import Authorization
from packhaus.flow import connect
from packhaus.kit.errors import Problem
from packhaus.shops.causes import CAUSES
from packhaus.shops.models import Connection
from packhaus.shops.problems import troubles_of
from provoking import PROVOKE, admin, at_work, authorization, clock, later, role
from reckoning import make
from workers import Workers, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

    from line import Line


def page(client: Client, line: Line, language: str) -> str:
    """The text of the connection's page as its reader sees it."""
    line.member.language = language
    line.member.save()
    client.force_login(line.member)
    answer = client.get(f"/settings/integrations/{Connection.objects.get().public_id}/stands/")
    assert answer.status_code == 200
    section = re.search(r'<section[^>]*id="stands"[^>]*>(.*?)</section>', answer.content.decode(), re.DOTALL)
    assert section is not None
    inner = re.sub(r"<[^>]+>", " ", section[1])
    return " ".join(html.unescape(inner).replace("\xa0", " ").split())


def row(code: str, language: str) -> list[str]:
    """Title, then what it means and the mend, as the committed table has them."""
    lines = why_table.TABLE.read_text("utf-8").splitlines()
    cells = next(line for line in lines if line.startswith(f"| `{code}` |")).split(" | ")
    title, rest = cells[2 if language == "de" else 3].split(".** ", 1)
    return [title.removeprefix("**"), rest]


def stands_there(words: str, shown: str) -> bool:
    return re.search(".+?".join(re.escape(part) for part in words.split("…")), shown) is not None


def test_the_table_is_in_step_and_every_cause_is_provoked() -> None:
    assert why_table.TABLE.read_text("utf-8") == why_table.rendered(), "run script/why-table"
    assert set(PROVOKE) | {"worker"} == set(CAUSES) == set(why_table.PROVOKED)


def test_a_connection_that_works_says_so_line_by_line(line: Line, client: Client) -> None:
    at_work(line)
    shown = page(client, line, "de")
    assert "So steht es um die Verbindung zuletzt gelesen heute" in shown
    for said in (
        "Anmeldung mit Client-ID und Schlüssel angenommen, ",
        "Autorisierung gilt",
        "Rollen alle nötigen vorhanden",
        "Region passt zu den Ländern",
        "Abfragegrenzen keine ist erreicht",
        "Amazon selbst antwortet",
        "Unser Arbeitsprozess läuft",
        "Unsere Uhr stimmt mit der von Amazon überein",
    ):
        assert said in shown
    for code in CAUSES:
        if code != "other":
            assert not stands_there(row(code, "de")[1], shown), code


@pytest.mark.parametrize("code", list(PROVOKE))
def test_each_cause_stands_on_the_page_in_words_with_its_mend(
    code: str, quiet: Line, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    PROVOKE[code](quiet, monkeypatch)
    for language in ("de", "en"):
        shown = page(client, quiet, language)
        for words in row(code, language):
            assert stands_there(words, shown), f"{words}\nis not in\n{shown}"
        others = [
            one for one in CAUSES if one not in (code, "other") and stands_there(row(one, language)[1], shown)
        ]
        assert not others, f"{others} in {shown}"


@pytest.fixture
def workers(line: Line, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    from line import hosts

    folder = tmp_path / "workers"
    folder.mkdir()
    monkeypatch.setenv("PACKHAUS_STALLED_SECONDS", "2")
    started = Workers(folder, settings.KEYS, hosts(line.simulator))
    yield started
    started.stop()


def test_a_killed_worker_is_missed_and_the_next_one_is_not(
    line: Line, client: Client, workers: Workers
) -> None:
    line.connect(countries=("DE",))
    worker = workers.start()
    until(workers.logs, lambda: Connection.objects.get().last_read_at)
    line.move(hours=3)
    assert "Unser Arbeitsprozess läuft" in page(client, line, "de"), (
        "a leap of the clock is no missing worker"
    )
    worker.kill()
    worker.wait(timeout=10)
    line.move(minutes=20)
    until("the worker is missed", lambda: stands_there(row("worker", "de")[1], page(client, line, "de")), 20)
    assert stands_there(row("worker", "en")[1], page(client, line, "en"))
    workers.start()
    until(workers.logs, lambda: "Unser Arbeitsprozess läuft" in page(client, line, "de"))


def test_a_missing_role_stops_that_work_alone(quiet: Line) -> None:
    role(quiet, pytest.MonkeyPatch())
    assert [one.work for one in troubles_of(Connection.objects.get())] == ["weights"]
    assert authorization().state == Authorization.State.ACTIVE
    new = make(quiet, 1)
    later(quiet, minutes=10)
    assert quiet.orders(shop_order_id__in=new).exists(), "orders come in all the same"


def test_a_clock_put_right_is_said_no_more(quiet: Line, client: Client) -> None:
    clock(quiet, pytest.MonkeyPatch())
    assert re.search(
        r"Gegenüber der von Amazon geht sie (2|1) \S+ (00|59) \S+ nach\.", page(client, quiet, "de")
    )
    quiet.simulator.advance(-7200)
    later(quiet, minutes=4)
    assert Connection.objects.get().clock_off_seconds is None
    assert "Unsere Uhr stimmt mit der von Amazon überein" in page(client, quiet, "de")


def test_a_test_of_a_connection_tells_the_same_cause(quiet: Line) -> None:
    at_work(quiet)
    admin(quiet, revoke_refresh_token=True)
    quiet.move(hours=2)
    with pytest.raises(Problem):
        connect.test_saved(Connection.objects.get(), quiet.now())
    assert {one.cause for one in troubles_of(Connection.objects.get())} == {"token"}
    assert authorization().state == Authorization.State.DENIED
