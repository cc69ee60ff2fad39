"""What stands in a connection's way, out of facts alone: which causes go together, and which one is first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from packhaus.authorizations.rules import End, Ending
from packhaus.kit.words import Words
from packhaus.shops.causes import CAUSES
from packhaus.shops.checks import stand
from packhaus.shops.rules import Facts, Limited, Trouble, causes_of, clock_is_wrong, distinct, is_new_secret

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
WELL = Facts(
    shop="Amazon",
    state="active",
    state_cause="",
    end=End(date(2027, 3, 1), Ending.SECRET),
    today=date(2026, 11, 24),
    secret_ends_on=date(2027, 3, 1),
    secret_entered_at=NOW - timedelta(days=80),
    addresses_readable=True,
    last_read_at=NOW - timedelta(minutes=2),
)
SAID = Words("Amazon has trouble of its own.")


def trouble(cause: str, work: str = "orders", words: Words = SAID, hours: int = 2) -> Trouble:
    return Trouble(words, cause, work, NOW - timedelta(hours=hours))


def codes(facts: Facts) -> list[str]:
    return [found.cause.code for found in causes_of(facts, NOW)]


def tones(facts: Facts) -> dict[str, str]:
    return {check.code: check.tone for check in stand(facts, NOW).checks}


def test_nothing_stands_in_the_way_of_what_works() -> None:
    assert codes(WELL) == []
    assert set(tones(WELL).values()) == {"ok"}
    assert stand(WELL, NOW).tone == "ok"


def test_what_was_never_asked_is_not_said_to_be_well() -> None:
    fresh = replace(WELL, last_read_at=None, addresses_readable=None)
    asked = {code for code, tone in tones(fresh).items() if tone == "ok"}
    assert asked == {"limit", "worker"}, "what we see without asking anybody"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": "revoked"}, "revoked"),
        ({"end": End(date(2026, 11, 24), Ending.YEAR)}, "year_over"),
        ({"end": End(date(2026, 11, 24), Ending.SECRET)}, "secret_over"),
        ({"state": "denied", "state_cause": "secret"}, "secret_ended"),
        ({"state": "denied", "state_cause": "token"}, "token"),
        ({"troubles": (trouble("outage"),)}, "outage"),
        ({"troubles": (trouble("role", "weights"),)}, "role"),
        ({"troubles": (trouble("role"),)}, "role_orders"),
        ({"troubles": (trouble(""),)}, "other"),
        ({"state": "denied", "state_cause": "role"}, "role_orders"),
        ({"worker_down_since": NOW - timedelta(minutes=5)}, "worker"),
        ({"clock_off_seconds": -400}, "clock"),
        ({"addresses_readable": False}, "addresses"),
        ({"limited": (Limited("orders", NOW + timedelta(minutes=3)),)}, "limit"),
        ({"next_secret_at": NOW}, "secret_waits"),
        ({"next_secret_at": NOW, "next_secret_given_up": True}, "secret_refused"),
    ],
)
def test_each_cause_has_its_facts_and_spoils_its_own_line(changes: dict[str, object], code: str) -> None:
    facts = replace(WELL, **changes)  # type: ignore[arg-type]
    assert codes(facts) == [code]
    assert "ok" not in [check.tone for check in stand(facts, NOW).checks if check.text == CAUSES[code].title]
    assert any(check.text == CAUSES[code].title for check in stand(facts, NOW).checks)


def test_while_no_call_is_made_an_older_problem_is_not_said_beside_it() -> None:
    facts = replace(WELL, state="denied", state_cause="token", troubles=(trouble("outage"),))
    assert codes(facts) == ["token"]


def test_a_new_secret_that_is_being_tried_comes_before_the_old_one_that_ended() -> None:
    for ended in (
        {"state": "denied", "state_cause": "secret"},
        {"end": End(date(2026, 11, 1), Ending.SECRET)},
    ):
        trying = replace(WELL, next_secret_at=NOW, **ended)  # type: ignore[arg-type]
        assert codes(trying) == ["secret_new"]
        assert codes(replace(trying, next_secret_given_up=True))[0] in ("secret_over", "secret_ended")


def test_the_worst_comes_first_and_all_are_said() -> None:
    facts = replace(
        WELL,
        addresses_readable=False,
        clock_off_seconds=900,
        worker_down_since=NOW - timedelta(hours=1),
        troubles=(trouble("unreachable"),),
    )
    assert codes(facts) == ["worker", "unreachable", "clock", "addresses"]
    assert stand(facts, NOW).tone == "late"


def since(facts: Facts) -> list[tuple[str, datetime | None]]:
    return [(found.cause.code, found.since) for found in causes_of(facts, NOW)]


def test_two_troubles_at_once_are_both_said_each_with_its_own_since_when() -> None:
    facts = replace(WELL, troubles=(trouble("role", "weights", hours=50), trouble("region", hours=1)))
    assert since(facts) == [
        ("region", NOW - timedelta(hours=1)),
        ("role", NOW - timedelta(hours=50)),
    ]


def test_roles_that_are_missing_for_two_kinds_of_work_are_told_apart() -> None:
    facts = replace(WELL, troubles=(trouble("role", "weights"), trouble("role", "confirmations", hours=3)))
    shown = [found.values["work"] for found in causes_of(facts, NOW)]
    assert shown == [(Words("confirmations"),), (Words("weights"),)]


def test_one_outage_that_all_work_meets_is_said_once_since_it_was_met_first() -> None:
    works = ("orders", "weights", "confirmations")
    met = tuple(trouble("outage", work, hours=n) for n, work in enumerate(works, 1))
    [found] = causes_of(replace(WELL, troubles=met), NOW)
    assert found.began_at == NOW - timedelta(hours=3)
    assert found.values["work"] == (Words("confirmations"), Words("weights"), Words("orders"))


def test_once_nobody_is_let_in_only_what_shut_the_door_is_said() -> None:
    met = (trouble("outage", "weights", hours=9), trouble("token", "orders", hours=1))
    assert [one.cause for one in distinct(met, "denied", "token")] == ["token"]
    assert since(replace(WELL, state="denied", state_cause="token", troubles=met)) == [
        ("token", NOW - timedelta(hours=1))
    ]


def test_a_limit_that_is_over_is_said_no_more() -> None:
    assert codes(replace(WELL, limited=(Limited("orders", NOW),))) == []


def test_five_minutes_are_an_answers_way_and_more_is_a_wrong_clock() -> None:
    assert not clock_is_wrong(300)
    assert not clock_is_wrong(-300)
    assert clock_is_wrong(301)
    assert clock_is_wrong(-301)


def test_a_secret_is_new_for_an_hour() -> None:
    assert is_new_secret(NOW - timedelta(minutes=60), NOW)
    assert not is_new_secret(NOW - timedelta(minutes=61), NOW)
    assert not is_new_secret(NOW + timedelta(days=1), NOW), "a clock that was set back makes none new"
