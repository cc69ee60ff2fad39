"""A value with personal data in it can be printed, logged, raised and quoted without showing any."""

import copy
import io
import json
import logging
import pickle
import traceback
from collections.abc import Callable

import msgspec
import pytest

from packhaus.carriers.port import SenderAddress, Shipment
from packhaus.kit.personal import Personal, Purpose
from packhaus.privacy.retention import TermFacts
from packhaus.privacy.vault import PersonalRow
from privacy.people import CONTACT, RECIPIENT, words_of

SHIPMENT = Shipment(
    reference="r1",
    service="parcel",
    weight_grams=500,
    sender=SenderAddress(name="Shop", street="Weg 1", postal_code="1", city="Ort", country="DE"),
    recipient=RECIPIENT,
    contact=CONTACT,
    order_reference="306-1",
)
ROW = PersonalRow(1, 2, Purpose.TAX, RECIPIENT, TermFacts())
VALUES = [RECIPIENT, CONTACT, SHIPMENT, ROW]
NEEDLES = words_of(RECIPIENT) + words_of(CONTACT)


def logged(value: object) -> str:
    stream = io.StringIO()
    logger = logging.Logger("here")
    logger.addHandler(logging.StreamHandler(stream))
    try:
        raise ValueError(value)
    except ValueError:
        logger.exception("could not use %s, %r", value, value, extra={"value": value})
    return stream.getvalue()


def raised(value: object) -> str:
    person = value
    try:
        raise KeyError(person, [person], {"person": person})
    except KeyError as error:
        return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        "{0} {0!r} {0!s} {0!a}".format,
        lambda value: f"{value} {value!r} {[value]} { ({1: value}) }",
        lambda value: "%s %r" % (value, value),  # noqa: UP031 - the old way must show nothing either
        logged,
        raised,
        lambda value: json.dumps({"value": value}, default=str),
        lambda value: repr(copy.deepcopy(value)) + repr(copy.copy(value)),
    ],
)
def test_no_way_of_showing_shows_it(show: Callable[[object], str], value: object) -> None:
    shown = show(value)
    assert shown
    assert [needle for needle in NEEDLES if needle in shown] == []


def test_a_planted_name_is_seen() -> None:
    assert [needle for needle in NEEDLES if needle in logged(RECIPIENT.name)] == [RECIPIENT.name]
    assert RECIPIENT.name in raised({"name": RECIPIENT.name})


@pytest.mark.parametrize("value", [RECIPIENT, CONTACT, SHIPMENT, ROW], ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_is_not_pickled(value: object, protocol: int) -> None:
    with pytest.raises(TypeError) as refused:
        pickle.dumps(value, protocol)
    assert [needle for needle in NEEDLES if needle in str(refused.value)] == []


def test_a_refused_value_is_not_quoted() -> None:
    for wrong in (b'{"name": ["Zqmaier"]}', b'{"lines": "Zqmaier"}', b'{"extended": {"a": {"Zqmaier": 1}}}'):
        with pytest.raises(msgspec.ValidationError) as refused:
            msgspec.json.decode(wrong, type=type(RECIPIENT))
        assert "Zqmaier" not in str(refused.value)


def test_every_personal_type_of_the_house_shows_nothing() -> None:
    """A type that makes its own ``repr`` would undo it."""

    def below(kind: type[Personal]) -> list[type[Personal]]:
        return [kind, *(each for child in kind.__subclasses__() for each in below(child))]

    kinds = below(Personal)
    assert len(kinds) >= 4
    for kind in kinds:
        for name in ("__repr__", "__str__", "__rich_repr__", "__reduce__"):
            assert getattr(kind, name) is getattr(Personal, name), f"{kind.__name__}.{name}"
