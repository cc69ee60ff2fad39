"""The only source of chance: everything that is drawn comes again with the same seed."""

from random import Random


def seeded(seed: int | str) -> Random:
    """A generator that gives the same numbers for the same seed."""
    # Nothing here protects anything: the keys of a made-up world are made up too, and must come again.
    return Random(seed)  # noqa: S311
