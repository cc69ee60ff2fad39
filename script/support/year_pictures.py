"""Lives the year of ``script/year`` and takes pictures of it in Chromium. Look at them: a test cannot."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from packhaus.demo.merchant import EMAIL, PASSWORD
from packhaus.demo.year import run_year

PAGES = {
    "heute": "/",
    "autorisierungen": "/settings/permissions/",
    "integrationen": "/settings/integrations/",
}


class Watcher:
    """Somebody who looks at some pages at each moment worth a look."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page = page
        self._folder = folder

    def look(self, moment: str, address: str) -> None:
        """Log in where that is asked for, and take each page."""
        for name, path in PAGES.items():
            self._page.goto(address + path)
            if "/login" in self._page.url:
                self._page.fill("[name=email]", EMAIL)
                self._page.fill("[name=password]", PASSWORD)
                self._page.keyboard.press("Enter")
                self._page.wait_for_url(lambda url: "/login" not in url)
                self._page.goto(address + path)
            self._page.wait_for_timeout(200)
            self._page.screenshot(path=self._folder / f"{moment}-{name}.png")
        self._page.goto(address + PAGES["autorisierungen"])
        link = self._page.locator("a[href^='/settings/permissions/']:not([href$='permissions/'])").first
        self._page.goto(address + str(link.get_attribute("href")))
        self._page.wait_for_timeout(200)
        self._page.screenshot(path=self._folder / f"{moment}-autorisierung.png", full_page=True)


def main() -> int:
    """Take the arguments of ``script/year``, the data folder before them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--orders", type=int, default=40)
    parser.add_argument("--leap", action="store_true")
    wanted = parser.parse_args()
    wanted.pictures.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=os.environ.get("PACKHAUS_CHROMIUM") or None)
        page = browser.new_page(locale="de-DE", viewport={"width": 1280, "height": 900})
        return run_year(
            wanted.data,
            orders=wanted.orders,
            seed=wanted.seed,
            leaps=wanted.leap,
            watch=Watcher(page, wanted.pictures).look,
        )


if __name__ == "__main__":
    raise SystemExit(main())
