"""Fills the pages' templates; every value is escaped unless it is already ``Html``."""

from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from starlette.responses import Response

_FOLDER = Path(__file__).parent / "templates"
_POLICY = "default-src 'none'; style-src 'self'; form-action {0}; base-uri 'none'; frame-ancestors 'none'"


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


def page(
    base: str,
    title: str,
    content: Html,
    status: int = 200,
    *,
    who: str = "",
    leads_to: tuple[str, ...] = (),
    frame: str = "page",
) -> Response:
    """A whole page.

    ``frame``: the template around it. ``leads_to``: foreign addresses to which its forms may lead, by a
    redirect too.
    """
    account = fill("account", base=base, who=who) if who else Html("")
    text = fill(frame, base=base, title=title, content=content, account=account)
    places = " ".join(["'self'", *sorted({_origin(uri) for uri in leads_to})])
    headers = {
        "cache-control": "no-store",
        "content-security-policy": _POLICY.format(places),
        # As Amazon's pages: what stands in the address must not reach the application's other parts.
        "referrer-policy": "no-referrer",
    }
    return Response(text, status_code=status, media_type="text/html", headers=headers)


def _origin(uri: str) -> str:
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}"


def stylesheet() -> Response:
    """The pages' one stylesheet."""
    return Response((_FOLDER / "style.css").read_text(encoding="utf-8"), media_type="text/css")
