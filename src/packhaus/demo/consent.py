"""A merchant lets a public application in on Amazon's own page, and a year later does so again (R1, R4.7)."""

from __future__ import annotations

import time
from typing import Any

from packhaus.demo.browser import Browser, Page, Stuck

_AMAZON = "/settings/integrations/amazon"


class Consent:
    """One browser at the panel and at Amazon: ``panel`` is logged in, ``at`` the simulator's first line."""

    def __init__(self, panel: Browser, at: dict[str, Any]) -> None:
        self._browser = panel
        self._at = at

    def register(self) -> None:
        """The application's keys in the panel, our addresses at Amazon."""
        public = self._at["public"]
        page = self._browser.get(f"{_AMAZON}/application/")
        page = self._browser.send(
            page.form(has="application_id"),
            {
                "name": "Packhaus",
                "application_id": str(public["application_id"]),
                "client_id": str(public["client_id"]),
                "client_secret": str(public["client_secret"]),
                "status": "draft",
            },
        )
        addresses = [word for word in page.words.split() if word.endswith(("/login/", "/callback/"))]
        login, redirect = sorted(addresses, key=lambda word: word.endswith("/callback/"))[:2]
        portal = self._browser.get(
            f"{self._at['seller_central']}/sellingpartner/developerconsole/edit?application=public"
        )
        self._browser.send(
            portal.form(has="redirect_uris"), {"login_uri": login, "redirect_uris": redirect}, press="status"
        )

    def change_secret(self, secret: str) -> None:
        """Enter the application's new client secret (R4.4)."""
        page = self._browser.get(f"{_AMAZON}/application/")
        self._browser.send(page.form(has="application_id"), {"client_secret": secret})

    def connect(self) -> None:
        """Connect with Amazon, agree there, and choose how to work here."""
        page = self._browser.get(f"{_AMAZON}/")
        page = self._agree(self._follow(self._browser.send(page.form(to="/consent/")), "/apps/authorize/"))
        form = self._until_fetched(page).form(has="countries")
        self._browser.send(
            form,
            {
                "countries": form.choices["countries"],
                "name": "Hagedorn",
                "import_weights": "on",
                "confirm_at": "handled",
            },
        )

    def again(self) -> None:
        """Amazon's page Manage Your Apps: authorize again, by way of our log-in address."""
        page = self._browser.get(f"{self._at['seller_central']}/apps/manage")
        page = self._agree(self._browser.send(page.form(to="/apps/authorize/grant")))
        page = self._follow(page, f"{_AMAZON}/login/")
        page = self._browser.send(page.form(to="/asked/"))
        self._until_fetched(self._follow(page, "/apps/authorize/confirm"))

    def _agree(self, page: Page) -> Page:
        return self._browser.send(page.form(has="application_id"), press="confirm")

    def _follow(self, page: Page, part: str) -> Page:
        for link in page.links:
            if part in link:
                return self._browser.get(link)
        raise Stuck(f"{page.path} leads nowhere with {part}: {page.words[:400]}")

    def _until_fetched(self, page: Page) -> Page:
        """Wait on the page of the walk until the access is fetched."""
        end = time.monotonic() + 60
        while "/walk/" in page.path and time.monotonic() < end:
            time.sleep(0.3)
            page = self._browser.get(page.path)
            onward = [link for link in page.links if f"{_AMAZON}/" in link and "/application/" not in link]
            if any("/finish/" in link for link in onward):
                return self._follow(page, "/finish/")
            if "hx-get" not in page.content.decode("utf-8", "replace") and onward:
                return page
        return page
