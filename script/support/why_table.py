"""The table of causes in docs/why.md: how each is provoked, and the words that then stand on the page."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs/why.md"

PROVOKED = {
    "revoked": "the authorization is revoked in Packhaus",
    "year_over": "a public application's authorization, both clocks moved by 366 days",
    "secret_over": "a private application, both clocks moved by 181 days",
    "secret_ended": "`POST /authorization` `expire_secret`",
    "secret_new": "a new secret was taken, then switch `new_secret_delay_seconds`",
    "secret_waits": "switch `new_secret_delay_seconds`, `rotate_secret`, the new secret entered",
    "secret_refused": "a wrong secret entered, both clocks moved by a day",
    "keys": "connected the old way, then `PACKHAUS_MWS_SECRET_KEY` is wrong",
    "token": "`POST /authorization` `revoke_refresh_token`",
    "region": "`POST /authorization` `region`: `na`",
    "role_orders": "`POST /authorization` `roles` without any",
    "role": "`POST /authorization` `roles` without Product Listing",
    "worker": "a worker process is killed, both clocks moved by five minutes",
    "unreachable": "Amazon's address is a port at which nobody listens",
    "outage": "fault `status` 500 at `searchOrders`",
    "unreadable": "fault `garbage` at `searchOrders`",
    "other": "Amazon's address is `http` on another machine",
    "clock": "the simulator's clock alone moved by two hours",
    "addresses": "`POST /authorization` `roles` without Direct-to-Consumer Shipping",
    "limit": "fault `status` 429 at `searchOrders`",
}
"""How ``tests/way/test_why.py`` brings each about; what is Amazon's, by the simulator's admin face."""

HEAD = """\
# Why a connection does not work

What the section “How the connection stands” of a connection's page says, cause by cause, the worst first.
Made by `script/why-table` from `src/packhaus/shops/causes.py`; `tests/way/test_why.py` provokes each one and
reads these very words on the page, in both languages. “…” is filled in: a shop, a day, a time.

| cause | how it is provoked | in German | in English | mend: where |
| --- | --- | --- | --- | --- |
"""


def rendered() -> str:
    """The whole document."""
    from django.utils.translation import gettext, override

    from packhaus.shops.causes import CAUSES, Cause

    def said(cause: Cause, language: str) -> str:
        with override(language):
            parts = [gettext(text) for text in (cause.title, cause.means, cause.mend)]
        title, means, mend = (filled(part) for part in parts)
        return f"**{title}.** {means} {mend}"

    def mend(cause: Cause) -> str:
        with override("en"):
            label = filled(gettext(cause.label)) if cause.label else ""
        return f"“{label}”: `{cause.where}`" if label else "–"

    return HEAD + "".join(
        f"| `{code}` | {PROVOKED[code]} | {said(cause, 'de')} | {said(cause, 'en')} | {mend(cause)} |\n"
        for code, cause in CAUSES.items()
    )


def filled(text: str) -> str:
    """A text with Amazon as the shop, and dots where something else is filled in."""
    return re.sub(r"%\(\w+\)s", "…", text.replace("%(shop)s", "Amazon"))


def main() -> int:
    """Write the document, or with ``--check`` say whether it is in step."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "packhaus.settings")
    sys.path.insert(0, str(ROOT / "src"))
    django.setup()
    text = rendered()
    if "--check" not in sys.argv:
        TABLE.write_text(text, encoding="utf-8")
        return 0
    if TABLE.exists() and TABLE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/why.md is out of step: run script/why-table", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
