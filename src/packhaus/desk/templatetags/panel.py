"""Tags and filters for every template of the panel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from packhaus.accounts.models import Member
from packhaus.desk import formats
from packhaus.desk.countries import country_name
from packhaus.desk.icons import ICONS
from packhaus.desk.states import LOOKS
from packhaus.desk.visitor import may_open, page_now
from packhaus.kit.money import Money
from packhaus.kit.words import Words

register = template.Library()


@register.filter
def open_to(address: str, user: object) -> bool:
    """Whether there is a page at ``address`` that ``user`` may open: what may not be used is not offered."""
    return bool(address) and isinstance(user, Member) and may_open(user, address)


@register.simple_tag
@lru_cache(maxsize=500)
def icon(name: str, tone: str = "", label: str = "") -> SafeString:
    """A picture of ``desk.icons``; ``tone`` is a class, ``label`` says it to who cannot see it."""
    drawing = format_html_join("", "{}", ((shape,) for shape in ICONS[name]))
    if not label:
        return format_html('<svg class="i {}" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', tone, drawing)
    return format_html(
        '<svg class="i {}" viewBox="0 0 16 16" role="img" aria-label="{}"><title>{}</title>{}</svg>',
        tone,
        label,
        label,
        drawing,
    )


@register.simple_tag
def badge(kind: str, state: str) -> SafeString:
    """The picture and word of a state; ``kind`` is a key of ``desk.states.LOOKS``."""
    look = LOOKS[kind][state]
    return format_html('<span class="badge {}">{}{}</span>', look.tone, icon(look.icon), look.word)


@register.simple_tag
def badge_of(name: str, tone: str, word: str) -> SafeString:
    """A badge of one's own picture, tone and word (a waiting reason)."""
    return format_html('<span class="badge {}">{}{}</span>', tone, icon(name), word)


@register.filter
def state_word(state: str, kind: str) -> str:
    """The word of a state without its picture."""
    return str(LOOKS[kind][state].word)


@register.simple_tag
def bar(total: int, *parts: int | str, kind: str = "", label: str = "") -> SafeString:
    """A bar of ``total``: pairs of a count and its look (done, ink, ok, late, wait, open).

    ``kind`` is a class: ``own`` for a bar with a length of its own, ``thick``.
    """
    drawn: list[tuple[str, str, str]] = []
    at = 0.0
    for number, look in zip(parts[::2], parts[1::2], strict=True):
        width = 100 * int(number) / total if total else 0
        if width:
            drawn.append((str(look), f"{at:.2f}", f"{width:.2f}"))
        at += width
    rectangles = format_html_join("", '<rect class="p-{}" x="{}%" width="{}%" height="100%"/>', drawn)
    if label:
        return format_html(
            '<svg class="prog {}" role="img" aria-label="{}">{}</svg>', kind, label, rectangles
        )
    return format_html('<svg class="prog {}" aria-hidden="true">{}</svg>', kind, rectangles)


@register.inclusion_tag("desk/_field.html")
def field(bound: BoundField, size: str = "", unit: str = "", optional: bool = False) -> dict[str, object]:
    """A field with its label, hint and errors. ``size`` is a class for the input (short, mono)."""
    shown = " ".join(part for part in ("in", size, "bad" if bound.errors else "") if part)
    described = " ".join(
        part
        for part in (
            f"{bound.auto_id}_hint" if bound.help_text else "",
            f"{bound.auto_id}_error" if bound.errors else "",
        )
        if part
    )
    attrs: dict[str, str | bool] = {"class": shown}
    if described:
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {"field": bound, "input": bound.as_widget(attrs=attrs), "unit": unit, "optional": optional}


@register.inclusion_tag("desk/_options.html")
def options(bound: BoundField, flow: bool = False) -> dict[str, object]:
    """Radio buttons or ticks under one question; a choice's hint is its label's second line."""
    shown = []
    for choice in bound.subwidgets:
        label, _, hint = str(choice.choice_label).partition("\n")
        shown.append({"tag": choice.tag(), "label": label, "hint": hint})
    return {"field": bound, "choices": shown, "flow": flow}


@register.inclusion_tag("desk/_tick.html")
def tick(bound: BoundField) -> dict[str, object]:
    """One tick with its label at the right and its hint below."""
    return {"field": bound}


@register.filter
def grams(value: int | None) -> str:
    """Grams as ``1,24 kg``."""
    return formats.weight(value)


@register.filter
def money(amount: Money | int | None, currency: str = "") -> str:
    """An amount: a Money, or cents with their currency."""
    if isinstance(amount, int):
        amount = Money(amount, currency) if currency else None
    return formats.money(amount)


@register.filter
def count(value: int) -> str:
    """A whole number with the language's separators."""
    return formats.number(value)


@register.filter
def clock(value: datetime | None) -> str:
    """The time of day: ``18:00``."""
    return formats.clock_time(value) if value else formats.NOTHING


@register.filter
def day(value: date | datetime | None) -> str:
    """``today``, or the date."""
    return formats.day(value) if value else formats.NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time: ``today 18:00``."""
    return formats.moment(value) if value else formats.NOTHING


@register.filter
def when(value: datetime | None) -> str:
    """The time today, else the day: for timelines."""
    return formats.when(value) if value else formats.NOTHING


@register.filter
def long_date(value: date | datetime) -> str:
    """``Tuesday, 24 November 2026``."""
    return formats.long_date(value)


@register.filter
def full_date(value: date | datetime) -> str:
    """``24 November 2026``."""
    return formats.full_date(value)


@register.filter
def span(value: timedelta) -> str:
    """A length of time: ``2 h 48 min``."""
    return formats.span(value)


@register.simple_tag
def until(value: datetime) -> str:
    """How long it is from now to ``value``: ``2 h 48 min``."""
    return formats.span(value - page_now())


@register.filter
def seconds(value: float) -> str:
    """A length in seconds: ``4 seconds``."""
    return formats.seconds(value)


@register.filter
def percent(value: float) -> str:
    """A share as ``1,8 %``."""
    return formats.percent(value)


@register.filter
def words(stored: object) -> str:
    """A stored sentence (``kit.words.Words``) in the reader's language; empty where none is stored."""
    sentence = stored if isinstance(stored, Words) else Words.from_stored(stored)
    if sentence is None or not sentence.text:
        return ""
    text = gettext(sentence.text)
    values = {name: _as_read(value) for name, value in sentence.values.items()}
    return text % values if values else text


def _as_read(value: str) -> str:
    """A decimal number such as ``31.5`` in a stored sentence, as the reader writes it."""
    whole, dot, places = value.partition(".")
    if dot and whole.isdecimal() and places.isdecimal():
        return number_format(Decimal(value), len(places))
    return value


@register.filter
def country(code: str) -> str:
    """The country's name."""
    return country_name(code)


@register.filter
def say(text: str) -> str:
    """A message id that a registry holds, in the reader's language."""
    return gettext(text) if text else ""


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """The page's address with some of its parameters changed; None takes one away."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            parameters.pop(name, None)
        elif isinstance(value, Iterable) and not isinstance(value, str):
            parameters.setlist(name, [str(one) for one in value])
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}" if parameters else "?"
