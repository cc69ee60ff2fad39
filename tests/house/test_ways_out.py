"""Nothing personal leaves by a side door: a job's arguments, a page's address, a form sent by its address."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from packhaus.engine import due, jobs
from packhaus.flow import work

HOUSE = Path(__file__).parents[2] / "src/packhaus"
IN_ADDRESSES = {"public_id"}
ASKED_BY_ADDRESS = {"media", "start", "new", "q", "show"}
"""What forms put into an address: what to print and on what, a part of an SKU or a title, a filter."""
GET_FORM = re.compile(r"<form(?![^>]*method=\"post\")([^>]*)>(.*?)</form>", re.DOTALL)
FIELD = re.compile(r"<(?:input|select|textarea)([^>]*\bname=\"([^\"]*)\"[^>]*)")


INCLUDE = re.compile(r"{% include \"([^\"]*)/([^\"/]*)\"[^%]*%}")


def whole(page: str) -> str:
    """A template with what it includes."""
    return INCLUDE.sub(
        lambda found: whole((HOUSE / found[1] / "templates" / found[2]).read_text("utf-8")), page
    )


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, address)
        else:
            yield address, entry


def test_a_job_is_given_numbers_and_the_kind_of_its_work() -> None:
    ours = {task.name: task for name, task in jobs.app.tasks.items() if "builtin_tasks" not in name}
    assert set(ours) == {"due"}
    given = inspect.signature(ours["due"].func, eval_str=True).parameters
    assert {name: parameter.annotation for name, parameter in given.items()} == {
        "due_id": int,
        "kind": str,
        "subject": int,
    }


def test_the_kinds_of_work_are_fixed_words() -> None:
    assert {name for name in dir(work) if not name.startswith("_")} >= {
        "sync",
        "announce",
        "track",
        "confirm",
    }
    assert all(re.fullmatch(r"[a-z_]+", kind) for kind in due.KINDS)
    assert len(due.KINDS) >= 5


def test_addresses_hold_random_ids_only() -> None:
    every = list(patterns())
    assert len(every) > 25
    assert {
        address: found for address, entry in every if (found := set(entry.pattern.converters) - IN_ADDRESSES)
    } == {}


def sent_by_address(*pages: str) -> set[str]:
    """The fields that a browser puts into an address: those in, or of, a form whose method is not post."""
    forms = [form for page in pages for form in GET_FORM.findall(page)]
    of = {f'form="{name}"' for head, _ in forms for name in re.findall(r"\bid=\"([^\"]*)\"", head)}
    inside = {name for _, body in forms for _, name in FIELD.findall(body)}
    return inside | {
        name for page in pages for field, name in FIELD.findall(page) if any(one in field for one in of)
    }


def test_forms_that_are_sent_by_their_address_ask_for_nothing_personal() -> None:
    asked = sent_by_address(*(whole(file.read_text("utf-8")) for file in HOUSE.glob("**/templates/*.html")))
    assert asked <= ASKED_BY_ADDRESS
    assert {"q", "media"} <= asked


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ('<form action="/x/"><input name="street"></form>', {"street"}),
        ('<form method="get"><p><select id="a" name="city"></select></p></form>', {"city"}),
        ('<form id="f"></form><input name="phone" form="f">', {"phone"}),
        ('<form id="f" method="post"></form><input name="phone" form="f">', set()),
        ('<form method="post"><input name="street"></form>', set()),
    ],
)
def test_a_planted_form_is_found(page: str, asked: set[str]) -> None:
    assert sent_by_address(page) == asked
