"""Marketplaces of an account that go away and come (R2.2): said, not read any more, offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packhaus.flow import connect, participations
from packhaus.flow.participations import chosen_countries, gone, offered
from packhaus.shops.models import Connection, SyncCursor

if TYPE_CHECKING:
    from line import Line


def sells_in(line: Line, *countries: str) -> None:
    line.simulator.admin("/authorization", {"participations": list(countries)})


def a_day_later(line: Line) -> None:
    line.move(days=1, minutes=1)
    line.work(kinds=("participations", "sync"))


def countries_of(found: list) -> list[str]:
    return [entry.country for entry in found]


def asked_for(line: Line) -> str:
    """The marketplaces of the last question for orders."""
    calls = line.simulator.admin("/calls?operation=searchOrders&limit=1")["calls"]
    return str(calls[-1]["query"])


def test_a_marketplace_that_goes_away_is_said_and_not_read_any_more(quiet: Line) -> None:
    quiet.simulator.admin("/orders", {"count": 2, "marketplace": "FR", "weights": "all"})
    quiet.move(minutes=10)
    connection = quiet.connect(countries=("DE", "FR"))
    quiet.work()
    assert quiet.orders().count() == 2
    assert "A13V1IB3VIYZZH" in asked_for(quiet)
    sells_in(quiet, "DE", "PL")
    a_day_later(quiet)
    assert countries_of(gone(connection)) == ["FR"]
    assert chosen_countries(connection) == ["DE"]
    assert "A13V1IB3VIYZZH" not in asked_for(quiet)
    assert quiet.orders().count() == 2, "its orders stay"
    assert connect.test_saved(connection, quiet.now()).countries == ["DE", "PL"]


def test_one_that_comes_back_is_read_again_from_the_start(quiet: Line) -> None:
    connection = quiet.connect(countries=("DE", "FR"))
    quiet.work()
    sells_in(quiet, "DE")
    a_day_later(quiet)
    quiet.simulator.admin("/orders", {"count": 3, "marketplace": "FR", "weights": "all"})
    for _ in range(3):
        a_day_later(quiet)
    assert not quiet.orders().exists()
    sells_in(quiet, "DE", "FR")
    a_day_later(quiet)
    assert gone(connection) == []
    quiet.move(hours=2)
    quiet.work(kinds=("sync",))
    assert quiet.orders().count() == 3, "also what was made while it was away"


def test_one_that_is_new_is_offered_and_not_read_before_it_is_chosen(quiet: Line) -> None:
    sells_in(quiet, "DE", "FR")
    connection = quiet.connect(countries=("DE",))
    quiet.work()
    assert offered(connection) == [], "what was there at the beginning is no news"
    sells_in(quiet, "DE", "FR", "SE")
    a_day_later(quiet)
    assert countries_of(offered(connection)) == ["SE"]
    assert chosen_countries(connection) == ["DE"]
    connect.change(
        connection,
        name=connection.name,
        import_weights=True,
        confirm_at="handled",
        countries=["DE", "SE"],
        now=quiet.now(),
    )
    assert offered(connection) == []
    assert chosen_countries(connection) == ["DE", "SE"]


def test_saving_the_page_does_not_forget_what_has_gone_away(quiet: Line) -> None:
    connection = quiet.connect(countries=("DE", "FR"))
    sells_in(quiet, "DE")
    a_day_later(quiet)
    change = {"name": "Hagedorn", "import_weights": True, "confirm_at": "handled"}
    connect.change(connection, **change, countries=["DE"], now=quiet.now())
    sells_in(quiet, "DE", "FR")
    a_day_later(quiet)
    assert chosen_countries(connection) == ["DE", "FR"]


def test_an_account_that_sells_nowhere_for_a_moment_is_not_taken_at_its_word(quiet: Line) -> None:
    connection = quiet.connect(countries=("DE", "FR"))
    sells_in(quiet)
    a_day_later(quiet)
    assert chosen_countries(connection) == ["DE", "FR"]


def test_all_that_is_chosen_gone_reads_nothing_and_goes_on_with_the_next(quiet: Line) -> None:
    connection = quiet.connect(countries=("FR",))
    quiet.work()
    sells_in(quiet, "DE")
    a_day_later(quiet)
    a_day_later(quiet)
    assert SyncCursor.objects.get(connection=connection).window_marketplaces == []
    quiet.simulator.admin("/orders", {"count": 2, "marketplace": "DE", "weights": "all"})
    change = {"name": "Hagedorn", "import_weights": True, "confirm_at": "handled"}
    connect.change(connection, **change, countries=["DE"], now=quiet.now())
    quiet.move(hours=2)
    quiet.work(kinds=("sync",))
    assert quiet.orders().count() == 2


def test_each_connection_is_looked_at_once_a_worker_has_started(quiet: Line) -> None:
    connection = quiet.connect(countries=("DE",))
    Connection.objects.exclude(pk=connection.pk).delete()
    before = quiet.at_amazon()["calls"]["getMarketplaceParticipations"]["200"]
    participations.start_looking(quiet.now())
    quiet.work(kinds=("participations",))
    participations.start_looking(quiet.now())
    after = quiet.at_amazon()["calls"]["getMarketplaceParticipations"]["200"]
    assert after - before == 1


def test_weights_are_not_asked_for_where_the_account_no_longer_sells(quiet: Line) -> None:
    """Amazon would deny it, and what is known of them is known to nobody else."""
    from packhaus.products.models import Product

    for place in ("FR", "FR", "FR", "DE"):
        wish = {"count": 1, "marketplace": place, "weights": "all", "skus": 3, "lines": 3}
        quiet.simulator.admin("/orders", wish)
    quiet.move(minutes=10)
    connection = quiet.connect(countries=("DE", "FR"))
    quiet.work()
    known = dict(Product.objects.values_list("sku", "listing_grams"))
    assert all(known.values())
    sells_in(quiet, "DE")
    a_day_later(quiet)
    quiet.move(days=8)
    calls = quiet.simulator.admin("/state")["calls"]["searchListingsItems"]
    quiet.work(kinds=("weights", "participations"))
    after = quiet.simulator.admin("/state")["calls"]["searchListingsItems"]
    assert after.get("403") == calls.get("403")
    assert after["200"] > calls["200"], "they are asked for where it still sells"
    connection.refresh_from_db()
    assert not connection.problems.exists()
    assert dict(Product.objects.values_list("sku", "listing_grams")) == known
