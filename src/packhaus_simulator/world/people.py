"""Made-up buyers: each name, street line, phone number and gift message is used once in a world.

Nothing here belongs to a real person. That every text is unique makes byte searches meaningful: what is found
somewhere can come from one order only.
"""

from dataclasses import dataclass
from random import Random

from packhaus_simulator.world.country import Country
from packhaus_simulator.world.france import FRANCE
from packhaus_simulator.world.germany import AUSTRIA, GERMANY
from packhaus_simulator.world.italy import ITALY
from packhaus_simulator.world.netherlands import NETHERLANDS
from packhaus_simulator.world.poland import POLAND
from packhaus_simulator.world.spain import SPAIN
from packhaus_simulator.world.sweden import SWEDEN

COUNTRIES = {c.code: c for c in (GERMANY, AUSTRIA, FRANCE, ITALY, SPAIN, NETHERLANDS, POLAND, SWEDEN)}

ADDRESS_SHARES: dict[str, dict[str, float]] = {
    "DE": {
        "plain": 60,
        "packstation": 9,
        "company": 9,
        "care_of": 5,
        "two_lines": 6,
        "three_lines": 6,
        "street_second": 3,
        "no_number": 2,
    },
    "": {"plain": 64, "company": 11, "care_of": 5, "two_lines": 8, "three_lines": 8, "no_number": 4},
}


@dataclass(frozen=True, repr=False)
class Address:
    """Where an order goes. ``kind`` says how the lines are laid out (see ``ADDRESS_SHARES``)."""

    kind: str
    name: str
    company: str | None
    line1: str | None
    line2: str | None
    line3: str | None
    city: str
    region: str
    postal_code: str
    country: str
    phone: str | None
    type: str

    def __repr__(self) -> str:
        return f"Address({self.kind}, {self.country})"


class People:
    """Draws buyers. The same random source in the same state draws the same ones."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: set[str] = set()
        self._serial = rng.randrange(1_000_000)

    def name(self, country: Country) -> str:
        """A given and a family name, double ones when the plain combinations are used up."""
        for attempt in range(1000):
            given, family = self._rng.choice(country.given), self._rng.choice(country.family)
            if attempt > 2:
                given = f"{given}-{self._rng.choice(country.given)}"
            if attempt > 5:
                family = f"{family}-{self._rng.choice(country.family)}"
            if self._take(f"{given} {family}"):
                return f"{given} {family}"
        raise RuntimeError(f"no unused name left for {country.code}")

    def address(self, code: str, kind: str, *, phone: bool) -> Address:
        """An address in country ``code`` of one of the kinds of ``ADDRESS_SHARES``."""
        country = COUNTRIES[code]
        name, place = self.name(country), self._rng.choice(country.places)
        street = self._street(country, numbered=kind != "no_number")
        company, lines, kind_of_place = self._layout(country, kind, street)
        return Address(
            kind=kind,
            name=name,
            company=company,
            line1=lines[0],
            line2=lines[1],
            line3=lines[2],
            city=place.city,
            region=place.region,
            postal_code=place.postal_code,
            country=code,
            phone=self._phone(country) if phone else None,
            type=kind_of_place,
        )

    def gift(self, code: str, giver: str) -> str:
        """A gift message that no other order has."""
        country = COUNTRIES[code]
        while True:
            pattern = self._rng.choice(country.gifts)
            text = pattern.format(a=self._rng.choice(country.given), b=giver, n=self._rng.randrange(2, 99))
            if self._take(text):
                return text

    def _layout(
        self, country: Country, kind: str, street: str
    ) -> tuple[str | None, tuple[str | None, str | None, str | None], str]:
        rng = self._rng
        numbers = {"k": rng.randrange(1, 9), "m": rng.randrange(1, 9)}
        family, other = rng.choice(country.family), self.name(country) if kind == "care_of" else ""
        second = rng.choice(country.second_lines).format(f=family, **numbers)
        third = rng.choice(country.third_lines).format(f=family, **numbers)
        company = rng.choice(country.companies).format(f=family)
        if kind == "packstation":
            station, post_number = f"Packstation {rng.randrange(101, 999)}", self._post_number()
            pair = (station, post_number) if rng.random() < 0.5 else (post_number, station)
            return None, (*pair, None), "PICKUP_POINT"
        if kind == "company":
            return company, (company, street, None), "COMMERCIAL"
        if kind == "care_of":
            return None, (street, country.care_of.format(p=other), None), "RESIDENTIAL"
        if kind == "two_lines":
            return None, (street, second, None), "RESIDENTIAL"
        if kind == "three_lines":
            return company, (street, second, third), "COMMERCIAL"
        if kind == "street_second":
            return None, (None, street, None), "RESIDENTIAL"
        return None, (street, None, None), "RESIDENTIAL"

    def _street(self, country: Country, *, numbered: bool) -> str:
        rng = self._rng
        for attempt in range(1000):
            street = rng.choice(country.streets)
            if attempt > 9:
                street = f"{street} {rng.choice(country.family)}"
            if not numbered:
                line = street.replace("17. ", "")
            else:
                number = rng.randrange(1, 240)
                pattern = rng.choice(country.house_numbers)
                written = pattern.format(n=number, m=number + 2, k=rng.randrange(1, 20))
                line = country.street_line.format(street=street, number=written)
            if self._take(line):
                return line
        raise RuntimeError(f"no unused street line left for {country.code}")

    def _phone(self, country: Country) -> str:
        self._serial += 1
        # 7919 shares no factor with ten million, so seven digits come round only after ten million people.
        digits = f"{self._serial * 7919 % 10_000_000:07d}"
        return self._rng.choice(country.phones).format(a=digits[:3], b=digits[3:])

    def _post_number(self) -> str:
        self._serial += 1
        return f"9{self._serial * 7919 % 1_000_000_000:09d}"

    def _take(self, text: str) -> bool:
        if text in self._used:
            return False
        self._used.add(text)
        return True
