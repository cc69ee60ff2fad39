"""The mailbox as a page, for people: what the mail server took, the newest first."""

from html import escape
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from packhaus_simulator.mail.post import Mail, Post

_FOLDER = Path(__file__).parent / "templates"
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "referrer-policy": "no-referrer",
}


def mail_routes(post: Post, base: str) -> list[Route]:
    """The page under ``base`` and its stylesheet."""

    async def inbox(request: Request) -> Response:
        return _page(post, base)

    async def style(request: Request) -> Response:
        return Response((_FOLDER / "mail.css").read_text(encoding="utf-8"), media_type="text/css")

    return [
        Route(f"{base}/", inbox, methods=["GET"]),
        Route(base, inbox, methods=["GET"]),
        Route(f"{base}/mail.css", style, methods=["GET"]),
    ]


def _page(post: Post, base: str) -> Response:
    shown = "".join(_shown(mail) for mail in reversed(post.mails))
    text = _filled(
        "inbox.html",
        base=escape(base),
        count=_counted(len(post.mails)),
        user=escape(post.user),
        mails=shown or '<p class="none">Noch keine E-Mail.</p>',
    )
    return Response(text, media_type="text/html", headers=_HEADERS)


def _counted(count: int) -> str:
    return "1 E-Mail" if count == 1 else f"{count} E-Mails"


def _shown(mail: Mail) -> str:
    message = mail.message()
    return _filled(
        "mail.html",
        subject=escape(str(message["Subject"] or "(ohne Betreff)")),
        sender=escape(str(message["From"] or mail.sender)),
        recipients=escape(", ".join(mail.recipients)),
        at=f"{mail.received_at:%d.%m.%Y, %H:%M} Uhr (UTC)",
        text=escape(mail.text()),
    )


def _filled(template: str, **values: str) -> str:
    return Template((_FOLDER / template).read_text(encoding="utf-8")).substitute(values)
