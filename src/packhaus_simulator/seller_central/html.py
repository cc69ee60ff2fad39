"""Fills the pages' templates; every value is escaped unless it is already ``Html``."""

from functools import cache
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import Response

_FOLDER = Path(__file__).parent / "templates"
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
    "referrer-policy": "no-referrer",
}


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


@cache
def _template(name: str) -> Template:
    return Template((_FOLDER / name).read_text(encoding="utf-8"))


def fill(template: str, /, **values: str | int) -> Html:
    """One template with its values."""
    shown = {key: value if isinstance(value, Html) else escape(str(value)) for key, value in values.items()}
    return Html(_template(f"{template}.html").substitute(shown))


def as_html(text: str) -> Html:
    """Plain text as HTML."""
    return Html(escape(text))


def complaint(text: str) -> Html:
    """A complaint above a form."""
    return Html(f'<p class="wrong" role="alert">{escape(text)}</p>')


def joined(parts: list[Html]) -> Html:
    """Pieces of HTML after one another."""
    return Html("".join(parts))


def page(base: str, title: str, content: Html, status: int = 200) -> Response:
    """A whole page."""
    text = fill("page", base=base, title=title, content=content)
    return Response(text, status_code=status, media_type="text/html", headers=_HEADERS)


def stylesheet() -> Response:
    """The pages' one stylesheet."""
    return Response((_FOLDER / "style.css").read_text(encoding="utf-8"), media_type="text/css")
