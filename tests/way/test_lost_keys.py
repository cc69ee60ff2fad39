"""A restored database names lease keys that are gone: open orders get their addresses from the shop again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packhaus.flow.recover import give_up_lost_keys
from packhaus.privacy import vault
from packhaus.privacy.keys import ring

if TYPE_CHECKING:
    from line import Line


def test_open_orders_get_their_addresses_back_and_the_others_do_not(line: Line) -> None:
    line.connect()
    line.work()
    open_ids = list(line.orders(shop_state="open", has_address=True).values_list("pk", flat=True))
    gone_ids = list(line.orders(shop_state="shipped", has_address=True).values_list("pk", flat=True))
    assert len(vault.recipients(open_ids)) == len(open_ids) > 10
    assert gone_ids

    from django.conf import settings

    for path in (settings.KEYS / "leases").iterdir():
        path.unlink()
    ring().forget()
    done = give_up_lost_keys(line.now())
    assert done.orders >= len(open_ids) + len(gone_ids)
    assert vault.recipients(open_ids) == {}
    assert line.orders(pk__in=open_ids, state="ready").count() == 0, "no label goes out without an address"

    line.work()
    assert len(vault.recipients(open_ids)) == len(open_ids)
    assert vault.recipients(gone_ids) == {}
    assert give_up_lost_keys(line.now()).keys == 0
