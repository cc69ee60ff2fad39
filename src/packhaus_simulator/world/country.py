"""What a country's made-up people, streets and places are drawn from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A town with its postal code and the region Amazon would print for it."""

    postal_code: str
    city: str
    region: str


@dataclass(frozen=True)
class Country:
    """The word lists of one country. Patterns take ``street``, ``number`` (house number), ``tail`` and
    ``serial``.

    ``phone`` takes ``a`` (three digits) and ``b`` (four digits); the digits are unique per person.
    """

    code: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    streets: tuple[str, ...]
    places: tuple[Place, ...]
    street_line: str
    house_numbers: tuple[str, ...]
    phones: tuple[str, ...]
    companies: tuple[str, ...]
    second_lines: tuple[str, ...]
    third_lines: tuple[str, ...]
    care_of: str
    gifts: tuple[str, ...]


def words(text: str) -> tuple[str, ...]:
    """Split at white space."""
    return tuple(text.split())


def lines(text: str) -> tuple[str, ...]:
    """One entry a line, blank lines left out."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def places(text: str) -> tuple[Place, ...]:
    """Lines of ``postal code|city|region``."""
    return tuple(Place(*line.split("|")) for line in lines(text))
