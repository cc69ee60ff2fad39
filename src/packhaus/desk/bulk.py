"""The SQL of the frame, which stands around every page: what there is at all, in one look."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection


class There(NamedTuple):
    """What a merchant has that something could have to be said of; each is asked for by itself only then.

    ``reasons``: by the code of a reason to wait how many orders it holds, and how many of them are due.
    ``connected``: a shop is in use; ``problems``: such a one has a problem; ``ending``: an authorization
    ends or has ended; ``unfinished``: one has no connection yet; ``mails``: one is open or was refused, or
    the server has a problem; ``batches``: one is at work.
    """

    reasons: Mapping[str, tuple[int, int]]
    open_orders: int
    parcels_in_trouble: int
    set_aside: int
    connected: bool
    problems: bool
    ending: bool
    unfinished: bool
    mails: bool
    archive: bool
    batches: bool


def what_is_there(
    organization_id: int,
    reasons: Sequence[str],
    due_before: datetime,
    open_states: Sequence[str],
    troubled_states: Sequence[str],
) -> There:
    """Look at what there is of a merchant. ``reasons``: the codes to be counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT coalesce(jsonb_object_agg(reason, jsonb_build_array(orders, due)), '{}') FROM ("
            "   SELECT unnest(waiting) AS reason, count(*) AS orders,"
            "    count(*) FILTER (WHERE ship_by < %(due_before)s) AS due"
            "   FROM packhaus_order WHERE organization_id = %(id)s AND waiting && %(reasons)s::varchar(30)[]"
            "   GROUP BY 1) AS counted),"
            " (SELECT count(*) FROM packhaus_order"
            "   WHERE organization_id = %(id)s AND state = ANY(%(open_states)s)),"
            " (SELECT count(*) FROM packhaus_parcel"
            "   WHERE organization_id = %(id)s AND state = ANY(%(troubled_states)s)),"
            " (SELECT count(*) FROM packhaus_setaside WHERE organization_id = %(id)s),"
            " EXISTS (SELECT FROM packhaus_connection WHERE organization_id = %(id)s AND active),"
            " EXISTS (SELECT FROM packhaus_connection c JOIN packhaus_connectionproblem p"
            "   ON p.connection_id = c.id WHERE c.organization_id = %(id)s AND c.active),"
            " EXISTS (SELECT FROM packhaus_authorization"
            "   WHERE organization_id = %(id)s AND state IN ('expiring', 'deactivated')),"
            " EXISTS (SELECT FROM packhaus_authorization a"
            "   WHERE organization_id = %(id)s AND state <> 'revoked'"
            "   AND NOT EXISTS (SELECT FROM packhaus_connection c WHERE c.authorization_id = a.id)),"
            " EXISTS (SELECT FROM packhaus_mailsettings"
            "   WHERE organization_id = %(id)s AND problem IS NOT NULL)"
            "  OR EXISTS (SELECT FROM packhaus_message WHERE organization_id = %(id)s"
            "   AND state IN ('owed', 'intended', 'unknown', 'refused')),"
            " EXISTS (SELECT FROM packhaus_archive WHERE organization_id = %(id)s),"
            " EXISTS (SELECT FROM packhaus_batch"
            "   WHERE organization_id = %(id)s AND finished_at IS NULL AND stopped_at IS NULL)",
            {
                "id": organization_id,
                "reasons": list(reasons),
                "due_before": due_before,
                "open_states": list(open_states),
                "troubled_states": list(troubled_states),
            },
        )
        row = cursor.fetchone()
    assert row is not None  # a SELECT without FROM has one row
    counted = {code: (orders, due) for code, (orders, due) in json.loads(row[0]).items()}
    return There(counted, *row[1:])
