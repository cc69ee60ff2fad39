"""Shares that come out exactly, in an order that chance decides."""

from collections.abc import Mapping
from random import Random


def spread(count: int, shares: Mapping[str, float], rng: Random) -> list[str]:
    """``count`` keys of ``shares``, as close to their weights as whole numbers allow, shuffled."""
    total = sum(shares.values())
    wanted = {key: count * share / total for key, share in shares.items()}
    given = {key: int(number) for key, number in wanted.items()}
    by_rest = sorted(wanted, key=lambda key: (given[key] - wanted[key], key))
    for key in by_rest[: count - sum(given.values())]:
        given[key] += 1
    dealt = [key for key, number in given.items() for _ in range(number)]
    rng.shuffle(dealt)
    return dealt


def share_of(count: int, share: float, rng: Random) -> list[bool]:
    """``count`` answers, the given share of them yes."""
    return [key == "yes" for key in spread(count, {"yes": share, "no": 1 - share}, rng)]
