"""Orders out of a file: the good rows come in once, the others are said and given back (R5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from own.merchant import HEAD, file_of, row
from packhaus.engine import due
from packhaus.flow import order_file
from packhaus.kit.errors import NeedsMerchant, Rejected
from packhaus.orders.models import Order
from packhaus.privacy import vault
from packhaus.privacy.errors import TermOver
from packhaus.shops.own.models import OrderFile, OrderFileText
from packhaus.shops.own.rows import Matching

if TYPE_CHECKING:
    from own.merchant import Own


def numbers(own: Own) -> list[str]:
    return sorted(own.line.orders().values_list("shop_order_id", flat=True))


def test_good_rows_come_in_and_wrong_ones_are_said(own: Own) -> None:
    done = own.bring_in(file_of(row(1), row(2, code="4277"), row(3, pieces="viele"), row(4)))
    assert numbers(own) == ["1", "4"]
    assert (done.state, done.orders_new, done.rows_done, done.rows) == ("done", 2, 5, 4)
    assert [(one["row"], one["field"]) for one in done.problems] == [(3, "postal_code"), (4, "quantity")]
    order = own.line.orders().get(shop_order_id="4")
    assert (order.state, order.weight_grams) == ("ready", 1200)
    assert vault.recipients([order.pk])[order.pk].name == "Jörg Müßig 4"
    assert own.line.trouble() == []


def test_refused_rows_come_back_and_go_in_once_they_are_mended(own: Own) -> None:
    done = own.bring_in(file_of(row(1), row(2, code="4277")))
    table, lines = order_file.refused_rows(done, own.line.now())
    assert [line.cells[0] for line in lines] == ["2"]
    mended = ";".join("04277" if cell == "4277" else cell for cell in lines[0].cells)
    own.bring_in("\n".join([";".join(table.columns), mended]).encode())
    assert numbers(own) == ["1", "2"]


def test_the_same_file_again_doubles_nothing_and_says_so(own: Own) -> None:
    raw = file_of(row(1), row(2))
    own.bring_in(raw)
    Order.objects.filter(shop_order_id="1").update(service_level="changed here")
    again = own.upload(raw)
    order_file.check(again, order_file.matching_of(again), own.line.now())
    assert (again.orders_ready, again.orders_known) == (0, 2)
    order_file.start(again, own.line.now())
    own.line.work()
    again.refresh_from_db()
    assert numbers(own) == ["1", "2"]
    assert (again.orders_new, again.orders_known) == (0, 2)
    assert [one["row"] for one in again.problems] == [2, 3]
    assert own.line.orders().get(shop_order_id="1").service_level == "changed here"


def test_a_long_file_that_is_here_already_is_counted_and_said_of_its_first_rows(own: Own) -> None:
    numbers = range(1, 262)
    own.bring_in(file_of(*(row(number) for number in numbers)))
    again = own.bring_in(file_of(*(row(number) for number in numbers), row(999), row(1000, city="")))
    assert (again.orders_new, again.orders_known) == (1, 261)
    known = [one["row"] for one in again.problems if one.get("known")]
    assert known == list(range(2, 202))
    assert [one["row"] for one in again.problems if not one.get("known")] == [264]


def test_two_files_with_one_number_at_the_same_time_bring_it_once(own: Own) -> None:
    first, second = own.upload(file_of(row(1))), own.upload(file_of(row(1), row(2)))
    for one in (first, second):
        order_file.check(one, order_file.matching_of(one), own.line.now())
        order_file.start(one, own.line.now())
    own.line.work()
    second.refresh_from_db()
    assert numbers(own) == ["1", "2"]
    assert (second.orders_new, second.orders_known) == (1, 1)
    assert "here already" in str(second.problems)


def test_columns_are_matched_as_the_last_time(own: Own) -> None:
    head = HEAD.replace("Bestellnummer", "Vorgang").replace("PLZ", "Zahl")
    raw = "\n".join([head, row(7), ""]).encode()
    made = own.upload(raw)
    guessed = order_file.matching_of(made)
    with pytest.raises(Rejected) as lacking:
        order_file.check(made, guessed, own.line.now())
    assert lacking.value.field == "number"
    chosen = Matching(columns={**guessed.columns, "number": 0, "postal_code": 3}, country="AT")
    order_file.check(made, chosen, own.line.now())
    order_file.start(made, own.line.now())
    own.line.work()
    assert numbers(own) == ["7"]
    later = own.upload("\n".join([head, row(8), ""]).encode("cp1252"))
    assert order_file.is_remembered(later)
    assert order_file.matching_of(later) == chosen
    assert not order_file.is_remembered(own.upload(file_of(row(1))))


@pytest.mark.parametrize(
    ("head", "weight", "grams"),
    [("Gewicht", "0,85", 850), ("Gewicht (kg)", "2", 2000), ("Gewicht", "850", 850)],
)
def test_the_unit_of_weights_is_seen_in_the_file(own: Own, head: str, weight: str, grams: int) -> None:
    own.bring_in(file_of(row(1, weight=weight), row(2, weight="1")).replace(b"Gewicht", head.encode()))
    assert Order.objects.get(shop_order_id="1").weight_grams == grams


def test_a_wrong_column_is_named_and_nothing_comes_in(own: Own) -> None:
    made = own.upload(file_of(*(row(number) for number in range(1, 6))))
    right = order_file.matching_of(made)
    wrong = Matching(columns={**right.columns, "postal_code": 4, "city": 3})
    found = order_file.check(made, wrong, own.line.now())
    assert found.found == []
    assert order_file.wrong_column(made) in ("postal_code", "city")
    assert len(found.refused) == 5
    order_file.check(made, right, own.line.now())
    assert order_file.wrong_column(made) == ""
    assert made.orders_ready == 5


def test_a_file_of_which_all_is_in_is_erased_and_one_with_refused_rows_within_the_week(own: Own) -> None:
    whole, part = own.bring_in(file_of(row(1))), own.bring_in(file_of(row(2), row(3, code="x")))
    assert list(OrderFileText.objects.values_list("order_file", flat=True)) == [part.pk]
    with pytest.raises(TermOver):
        order_file.table_of(whole, own.line.now())
    own.line.move(days=7)
    with pytest.raises(TermOver):
        order_file.refused_rows(part, own.line.now())


def test_nothing_of_a_file_stands_in_plain_form_in_its_tables(own: Own) -> None:
    own.bring_in(file_of(row(1), row(2, code="Müßiggang", email="geheim")))
    for model in (OrderFile, OrderFileText):
        for values in model.objects.values_list():
            kept = b"".join(
                bytes(one) if isinstance(one, (bytes, memoryview)) else str(one).encode() for one in values
            )
            assert "Müßig".encode() not in kept
            assert b"geheim" not in kept


def test_a_file_is_not_forgotten_while_it_comes_in(own: Own) -> None:
    made = own.upload(file_of(row(1)))
    order_file.check(made, order_file.matching_of(made), own.line.now())
    order_file.start(made, own.line.now())
    with pytest.raises(NeedsMerchant):
        order_file.forget(OrderFile.objects.get(pk=made.pk))
    own.line.work()
    order_file.forget(OrderFile.objects.get(pk=made.pk))
    assert OrderFile.objects.count() == 0
    assert numbers(own) == ["1"]


def test_ten_thousand_rows_come_in_with_progress(own: Own) -> None:
    made = own.upload(file_of(*(row(number) for number in range(1, 10_001))))
    order_file.check(made, order_file.matching_of(made), own.line.now())
    order_file.start(made, own.line.now())
    seen = [0]
    while made.state != "done":
        assert due.KINDS["order_file"](made.pk, own.line.now()) is not None or made.rows_done
        made.refresh_from_db()
        seen.append(made.rows_done)
    assert own.line.orders().count() == made.orders_new == 10_000
    assert len(set(seen)) >= 4, "how far it is can be seen on the way"
    assert seen == sorted(seen)
