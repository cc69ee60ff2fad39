"""The icons of the panel: 16 by 16, lines of 1.5 in the text's color."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString


def _line(path: str) -> SafeString:
    return format_html('<path d="{}"/>', path)


def _filled(path: str) -> SafeString:
    return format_html('<path class="f" d="{}"/>', path)


def _circle(x: float, y: float, radius: float) -> SafeString:
    return format_html('<circle cx="{}" cy="{}" r="{}"/>', x, y, radius)


def _dashed(x: float, y: float, radius: float) -> SafeString:
    return format_html('<circle cx="{}" cy="{}" r="{}" stroke-dasharray="2.2 2.5"/>', x, y, radius)


def _dot(x: float, y: float, radius: float) -> SafeString:
    return format_html('<circle class="f" cx="{}" cy="{}" r="{}"/>', x, y, radius)


ICONS: dict[str, tuple[SafeString, ...]] = {
    "arrow": (_line("M2.5 8h10.5M9.2 4.2 13 8l-3.8 3.8"),),
    "ask": (
        _circle(8, 8, 6),
        _line("M6.2 6.4a1.8 1.8 0 1 1 2.6 1.6c-.5.3-.8.6-.8 1.1"),
        _dot(8, 11.1, 0.8),
    ),
    "back": (_line("M5.5 2.8 2.5 5.8l3 3M2.5 5.8h7a3.9 3.9 0 0 1 0 7.8H6"),),
    "ban": (
        _circle(8, 8, 6),
        _line("m3.8 3.8 8.4 8.4"),
    ),
    "bell": (_line("M4 11V7a4 4 0 0 1 8 0v4l1.2 1.5H2.8zM6.6 14.2h2.8"),),
    "biz": (_line("M2.5 5.5h11v7.5h-11zM6 5.5v-2h4v2M2.5 9h11"),),
    "box": (_line("M2.5 5 8 2.3 13.5 5v6L8 13.7 2.5 11zM2.5 5 8 7.7 13.5 5M8 7.7v6"),),
    "check": (_line("m3 8.6 3.3 3.2L13 4.6"),),
    "clock": (
        _circle(8, 8, 6),
        _line("M8 4.6V8l2.3 1.5"),
    ),
    "cols": (_line("M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10"),),
    "door": (_line("M9.5 2.5h-6v11h6M7 8h6.5M11 5.5 13.5 8 11 10.5"),),
    "dots": (
        _dot(3.5, 8, 1.2),
        _dot(8, 8, 1.2),
        _dot(12.5, 8, 1.2),
    ),
    "down": (_line("m4 6.2 4 4 4-4"),),
    "edit": (_line("m3 13 .7-2.9 7.1-7.1 2.2 2.2-7.1 7.1zM9.4 4.4l2.2 2.2"),),
    "ext": (_line("M6 3.5H3v9.5h9.5v-3M9 2.5h4.5V7M13.5 2.5 7.5 8.5"),),
    "file": (_line("M4 2h5l3 3v9H4zM9 2v3h3"),),
    "gift": (
        _line("M2.5 6h11v2.6h-11zM3.5 8.6v5h9v-5M8 6v7.6"),
        _line("M8 6C6 6 4.8 5 5 3.8 5.3 2.3 7.6 2.7 8 6c.4-3.3 2.7-3.7 3-2.2C11.2 5 10 6 8 6"),
    ),
    "globe": (
        _circle(8, 8, 6),
        _line("M2 8h12M8 2c2.2 2 2.2 10 0 12M8 2c-2.2 2-2.2 10 0 12"),
    ),
    "half": (
        _circle(8, 8, 6),
        _filled("M8 4a4 4 0 0 1 0 8z"),
    ),
    "home": (_line("M2 7.6 8 2.8l6 4.8M3.5 6.6v6.7h9V6.6M5.8 9.8l1.6 1.6 2.9-3.2"),),
    "inbox": (_line("M2.5 9.2 4 3.5h8l1.5 5.7v3.3h-11zM2.5 9.2h3l1 1.6h3l1-1.6h3"),),
    "info": (
        _circle(8, 8, 6),
        _line("M8 7.4v3.4"),
        _dot(8, 5.1, 0.9),
    ),
    "key": (
        _circle(5.5, 10.5, 3),
        _line("M7.7 8.3 13.5 2.5M10.8 5.2l2 2"),
    ),
    "keys": (_line("M1.8 4h12.4v8H1.8zM4.2 6.6h.1M6.7 6.6h.1M9.2 6.6h.1M11.7 6.6h.1M5 9.5h6"),),
    "list": (_line("M2.5 4h11M2.5 8h11M2.5 12h11"),),
    "lock": (_line("M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2"),),
    "locker": (_line("M3 2.5h10v11H3zM8 2.5v11M3 6.2h10M3 9.8h10"),),
    "mail": (_line("M2 3.5h12v9H2zM2 4.2l6 5 6-5"),),
    "okc": (
        _circle(8, 8, 6),
        _line("m5.2 8.2 2 2 3.6-4"),
    ),
    "open": (_dashed(8, 8, 6),),
    "pause": (
        _circle(8, 8, 6),
        _line("M6.4 6v4M9.6 6v4"),
    ),
    "people": (
        _circle(6, 5.2, 2.4),
        _line("M1.8 13.3c.3-2.6 2-4 4.2-4s3.9 1.4 4.2 4"),
        _line("M10.4 3.1a2.3 2.3 0 0 1 0 4.3M12 9.7c1.3.6 2.1 1.8 2.3 3.6"),
    ),
    "pin": (
        _line("M8 14s4.5-4.2 4.5-7.5a4.5 4.5 0 0 0-9 0C3.5 9.8 8 14 8 14z"),
        _circle(8, 6.5, 1.6),
    ),
    "play": (
        _circle(8, 8, 6),
        _line("M6.7 5.6v4.8l3.8-2.4z"),
    ),
    "plug": (_line("M5.5 2v3.5M10.5 2v3.5M4 5.5h8v2.7a4 4 0 0 1-8 0zM8 12.2v2"),),
    "plus": (_line("M8 3v10M3 8h10"),),
    "print": (_line("M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z"),),
    "ring": (_circle(8, 8, 6),),
    "scale": (
        _line("M5 5.6h6l2 8H3z"),
        _circle(8, 3.9, 1.7),
    ),
    "search": (
        _circle(7, 7, 4.5),
        _line("m10.4 10.4 3.4 3.4"),
    ),
    "settings": (
        _line("M2 4.7h6M11.6 4.7H14M2 11.3h2.4M8 11.3h6"),
        _circle(9.8, 4.7, 1.8),
        _circle(6.2, 11.3, 1.8),
    ),
    "shield": (_line("M8 1.8 13 3.8v4c0 3.1-2.2 5.2-5 6.4-2.8-1.2-5-3.3-5-6.4v-4z"),),
    "tag": (
        _line("M2.5 2.5h5.2l6 6-5.2 5.2-6-6z"),
        _dot(5.3, 5.3, 1),
    ),
    "today": (
        _line("M1.8 12.5h12.4M4.3 12.5a3.7 3.7 0 0 1 7.4 0M8 3.2v2.1M2.8 6.3l1.5 1.5M13.2 6.3l-1.5 1.5"),
    ),
    "truck": (
        _line("M3 11.3H1.5V4h8v7.3H6M9.5 6.5h2.6l2.4 2.4v2.4H13M10 11.3h-.5"),
        _circle(4.5, 11.5, 1.5),
        _circle(11.5, 11.5, 1.5),
    ),
    "undo": (_line("M5.2 2.8 2.5 5.5l2.7 2.7M2.5 5.5h7a4 4 0 0 1 0 8H6"),),
    "up": (_line("m4 9.8 4-4 4 4"),),
    "upl": (_line("M8 10.5v-8M4.8 5.6 8 2.5l3.2 3.1M2.5 10.5v3h11v-3"),),
    "warn": (
        _line("M8 2.2 14.4 13.2H1.6zM8 6.4v3.2"),
        _dot(8, 11.3, 0.9),
    ),
    "work": (
        _line("M8 2a6 6 0 1 1-5.6 3.8"),
        _line("M2 2.6v3.3h3.3"),
    ),
    "x": (_line("m4 4 8 8M12 4l-8 8"),),
    "xc": (
        _circle(8, 8, 6),
        _line("m6 6 4 4M10 6l-4 4"),
    ),
}
