"""Parcels a day as stacked bars: places in SVG, worked out here so that the template only draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT, _LEFT, _BASE = 400.0, 118.0, 28.0, 118.0
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Day:
    """One bar: its label below (empty: none) and its parts from the bottom up, as (look, count)."""

    label: str
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Rectangle:
    """A part of a bar; all numbers as SVG wants them."""

    look: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Text:
    """A label at a place."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Chart:
    """Lines of the scale with their numbers, the bars, and the labels below them."""

    scale: list[Text]
    bars: list[Rectangle]
    labels: list[Text]


def step_for(highest: int) -> int:
    """The distance of the scale's lines: 1, 2 or 5 times a power of ten, three lines at most."""
    power = 1
    while True:
        for step in _STEPS:
            if highest <= 3 * step * power:
                return step * power
        power *= 10


def bar_chart(days: Sequence[Day]) -> Chart:
    """The chart of ``days``; all bars share one scale from zero."""
    highest = max((sum(count for _, count in day.parts) for day in days), default=0)
    step = step_for(max(highest, 1))
    top = max(highest, step)
    height = _HEIGHT - 7

    def up(count: float) -> float:
        return _BASE - height * count / top

    scale = [Text("0", f"{up(value):.1f}", f"{value}") for value in range(step, top + 1, step)]
    bars: list[Rectangle] = []
    labels: list[Text] = []
    pitch = (_WIDTH - _LEFT) / max(1, len(days))
    width = pitch * 0.68
    for index, one in enumerate(days):
        x = _LEFT + pitch * index + (pitch - width) / 2
        below = 0
        for look, count in one.parts:
            if count:
                tall = max(height * count / top, 1.5)
                bars.append(
                    Rectangle(look, f"{x:.1f}", f"{up(below) - tall:.1f}", f"{width:.1f}", f"{tall:.1f}")
                )
            below += count
        if one.label:
            labels.append(Text(f"{x + width / 2:.1f}", "133", one.label))
    return Chart(scale, bars, labels)
