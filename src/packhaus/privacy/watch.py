"""Rule 6: a clock that leapt, or a program that was off for more than a day, erases nothing until it is sure.

What is compared is the database's own clock at two moments: what the demo's command moves does not touch it.
Sure is who hears a shop say the same time within five minutes, or whom the merchant tells so.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from packhaus.engine import clock
from packhaus.engine.due import make_due
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy.errors import ClockInDoubt
from packhaus.privacy.models import ClockWatch

LONGEST_GAP = timedelta(hours=24)
AGREES_WITHIN = timedelta(minutes=5)
ERASING = "erase"
"""The kind of due work that erases: it goes on as soon as the clock is sure again."""
_ROW = 1


def must_be_sure() -> None:
    """Raises ClockInDoubt where nothing personal may be opened or erased now. Looks, and writes nothing."""
    beat_at = ClockWatch.objects.filter(pk=_ROW).values_list("beat_at", flat=True).first()
    if beat_at is not None and _leapt(beat_at, clock.unmoved()):
        raise _doubt(clock.unmoved() - beat_at)


def is_sure() -> bool:
    """Whether personal data may be opened and erased now."""
    try:
        must_be_sure()
    except ClockInDoubt:
        return False
    return True


def beat() -> datetime | None:
    """Note that erasure is at work now; when it ended last, by our time.

    Each run begins with it. Raises ClockInDoubt where it must not go on: then the time of the last beat
    stays, so that a clock that is set right again is believed again.
    """
    with transaction.atomic():
        moment = clock.unmoved()
        row, _ = ClockWatch.objects.select_for_update().get_or_create(
            pk=_ROW, defaults={"beat_at": moment, "sure_at": clock.now()}
        )
        if not _leapt(row.beat_at, moment):
            ClockWatch.objects.filter(pk=_ROW).update(beat_at=moment, doubt_since=None)
            return row.ran_at
        if row.doubt_since is None:
            # What a shop said before the leap says nothing about it.
            ClockWatch.objects.filter(pk=_ROW).update(
                doubt_since=moment,
                jump_seconds=round((moment - row.beat_at).total_seconds()),
                heard_at=None,
                heard_here=None,
            )
        elif _shop_agrees(row):
            _end_doubt(ClockWatch.By.SHOP, moment)
            return row.ran_at
    raise _doubt(moment - row.beat_at)


def ran(now: datetime) -> None:
    """Note that a run has come to its end, which began at ``now``."""
    ClockWatch.objects.filter(pk=_ROW).update(ran_at=now)


def heard(theirs: datetime | None, here: datetime) -> None:
    """Keep what a shop's answer said of the time, ``here`` being ours at that moment: the second clock.

    Ends a doubt at once. Cheap enough to be called with every answer: it is written once a minute at most,
    but each time while there is a doubt.
    """
    row = ClockWatch.objects.filter(pk=_ROW).first()
    if theirs is None or row is None:
        return
    moment = clock.unmoved()
    doubt = _leapt(row.beat_at, moment)
    fresh = row.heard_beat is not None and abs(moment - row.heard_beat) < timedelta(minutes=1)
    if fresh and not doubt:
        return
    with transaction.atomic():
        held = ClockWatch.objects.select_for_update().get(pk=_ROW)
        held.heard_at, held.heard_here, held.heard_beat = theirs, here, moment
        held.save(update_fields=["heard_at", "heard_here", "heard_beat"])
        if doubt and _shop_agrees(held):
            _end_doubt(ClockWatch.By.SHOP, moment)


def second_clock() -> tuple[datetime, datetime] | None:
    """What a shop said last of the time, and ours at that moment; None where none has said any."""
    row = ClockWatch.objects.filter(pk=_ROW).first()
    if row is None or row.heard_at is None or row.heard_here is None:
        return None
    return row.heard_at, row.heard_here


def clock_is_right() -> bool:
    """The merchant says that the clock is right. Whether that was in doubt."""
    with transaction.atomic():
        row = ClockWatch.objects.select_for_update().filter(pk=_ROW).first()
        moment = clock.unmoved()
        if row is None or not _leapt(row.beat_at, moment):
            return False
        _end_doubt(ClockWatch.By.MERCHANT, moment)
    return True


def _leapt(beat_at: datetime, moment: datetime) -> bool:
    return abs(moment - beat_at) > LONGEST_GAP


def _shop_agrees(row: ClockWatch) -> bool:
    if row.heard_at is None or row.heard_here is None:
        return False
    return abs(row.heard_at - row.heard_here) <= AGREES_WITHIN


def _end_doubt(by: ClockWatch.By, moment: datetime) -> None:
    ClockWatch.objects.filter(pk=_ROW).update(
        beat_at=moment, doubt_since=None, sure_at=clock.now(), sure_by=by
    )
    make_due(ERASING, 0, clock.now())


def _doubt(leap: timedelta) -> ClockInDoubt:
    return ClockInDoubt(
        Words(
            gettext_noop(
                "Packhaus last worked %(hours)s hours ago by this clock, so either it was off or the clock is"
                " wrong. Until a shop's clock agrees, or you say that the clock is right, no buyer's data is"
                " opened and none is deleted."
            ),
            {"hours": str(abs(round(leap.total_seconds() / 3600)))},
        ),
        "privacy:overview",
    )
