"""Which product of a carrier takes a parcel: pure."""

from __future__ import annotations

from collections.abc import Sequence

from packhaus.carriers.port import Service


def fitting_service(services: Sequence[Service], grams: int, country: str) -> Service | None:
    """The smallest product that takes ``grams`` to ``country`` (ISO alpha-2), or None."""
    fitting = [
        service
        for service in services
        if grams <= service.heaviest_grams and (not service.countries or country in service.countries)
    ]
    return min(fitting, key=lambda service: (not service.countries, service.heaviest_grams), default=None)
