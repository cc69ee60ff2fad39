"""The help pages of the panel. Their texts are documents, which ``script/help`` makes into templates."""

from __future__ import annotations

from dataclasses import dataclass

from packhaus.kit.words import gettext_noop


@dataclass(frozen=True)
class HelpPage:
    """One page. ``slug`` is the last part of its address; title and text are message ids."""

    slug: str
    icon: str
    title: str
    text: str

    def template(self, language: str) -> str:
        """The template's name in a reader's language, as Django codes it."""
        return f"desk/help/{self.slug}.{'de' if language.startswith('de') else 'en'}.html"


PAGES: tuple[HelpPage, ...] = (
    HelpPage(
        "connecting",
        "plug",
        gettext_noop("Connect Amazon, and stay connected"),
        gettext_noop("Every way in, the year and its renewal, and what to do where it does not work."),
    ),
    HelpPage(
        "addresses",
        "pin",
        gettext_noop("Addresses: apply for the role at Amazon"),
        gettext_noop(
            "Why addresses are missing, and the way to the role, with drafts for Amazon's questions."
        ),
    ),
    HelpPage(
        "own-orders",
        "edit",
        gettext_noop("Own orders and tracking e-mails"),
        gettext_noop("Orders by hand or from a CSV file, and mails to their buyers; Amazon's never get one."),
    ),
    HelpPage(
        "data-protection",
        "shield",
        gettext_noop("Data protection: how buyers' data goes"),
        gettext_noop("What is kept how long and why, keys and backups, the archive, persons' requests."),
    ),
)
