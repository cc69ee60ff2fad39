"""Numbers, weights, money and times as the reader's language writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from packhaus.desk.visitor import page_now
from packhaus.kit.money import Money

NOTHING = "–"
_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "PLN": "zł", "SEK": "kr", "CZK": "Kč", "TRY": "₺", "JPY": "¥"}


def number(value: int | float | Decimal, places: int = 0) -> str:
    """``value`` with ``places`` decimals and the language's separators."""
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def percent(value: float) -> str:
    """A share with one decimal: ``1,8 %``."""
    return f"{number(value, 1)}\u00a0%"


def weight(grams: int | None) -> str:
    """Grams as kilograms: ``1,24 kg``; below 100 g with a third decimal. A dash where there is none."""
    if grams is None:
        return NOTHING
    return f"{number(Decimal(grams) / 1000, 2 if grams >= 100 else 3)}\u00a0kg"


def money(amount: Money | None) -> str:
    """An amount with its currency's sign where the language puts it. A dash where there is none."""
    if amount is None:
        return NOTHING
    value = amount.decimal()
    places = max(0, -int(value.as_tuple().exponent))
    sign = _SIGNS.get(amount.currency, amount.currency)
    figure = number(value, places)
    if (get_language() or "en").startswith("de") or len(sign) > 1:
        return f"{figure}\u00a0{sign}"
    return f"{sign}{figure}"


def clock_time(moment: datetime) -> str:
    """The time of day in the merchant's zone: ``18:00``."""
    return format_date(timezone.localtime(moment), "G:i")


def _local_date(moment: date) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


def day(moment: date | datetime) -> str:
    """``today``, ``yesterday``, ``tomorrow``, or the date; the year only where it is another one."""
    local = _local_date(moment)
    today = timezone.localtime(page_now()).date()
    near = {
        today: pgettext("day", "today"),
        today - timedelta(days=1): pgettext("day", "yesterday"),
        today + timedelta(days=1): pgettext("day", "tomorrow"),
    }
    if local in near:
        return near[local]
    if local.year == today.year:
        return format_date(local, pgettext("date format: day and month", "j N"))
    return format_date(local, pgettext("date format: day, month and year", "j N Y"))


def moment(value: datetime) -> str:
    """Day and time: ``today 18:00``, ``23 Nov., 18:00``."""
    local = _local_date(value)
    today = timezone.localtime(page_now()).date()
    if abs((local - today).days) <= 1:
        return f"{day(value)} {clock_time(value)}"
    return f"{day(value)}, {clock_time(value)}"


def when(value: datetime) -> str:
    """As short as a timeline wants it: the time today, else the day."""
    return clock_time(value) if _local_date(value) == timezone.localtime(page_now()).date() else day(value)


def long_date(value: date | datetime) -> str:
    """``Tuesday, 24 November 2026``."""
    return format_date(_local_date(value), pgettext("date format: long", "l, j F Y"))


def full_date(value: date | datetime) -> str:
    """``24 November 2026``."""
    return format_date(_local_date(value), pgettext("date format: full", "j F Y"))


def span(length: timedelta) -> str:
    """A length of time in its two largest units: ``2 h 48 min``, ``3 days``."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": number(days)}
    if hours:
        return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": f"{minutes:02}"}
    return gettext("%(minutes)s min") % {"minutes": minutes}


def seconds(value: float) -> str:
    """A length of time in whole seconds, at least one: ``4 seconds``."""
    whole = max(1, round(value))
    return ngettext("%(count)s second", "%(count)s seconds", whole) % {"count": number(whole)}
