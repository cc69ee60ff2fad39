"""Takes a picture of every page of the panel as the demo shows it. Look at them: a test cannot."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urljoin

import pypdfium2
from playwright.sync_api import Browser, Page, sync_playwright

from packhaus.database import delete_cluster
from packhaus.demo import run
from packhaus.demo.merchant import EMAIL, PASSWORD, Merchant
from packhaus.demo.processes import Processes

PAGES = {
    "heute": "/",
    "bestellungen": "/orders/",
    "bestellungen-wartend": "/orders/?state=waiting",
    "sendungen": "/parcels/",
    "stapel-liste": "/batches/",
    "artikel": "/products/",
    "einstellungen": "/settings/",
    "integrationen": "/settings/integrations/",
    "amazon-neu": "/settings/integrations/amazon/",
    "amazon-alter-weg": "/settings/integrations/amazon-mws/",
    "zusteller": "/settings/carriers/",
    "absender": "/settings/sender/",
    "e-mail": "/settings/mail/",
    "sendungsmails": "/settings/mail/tracking/",
    "mitarbeiter": "/settings/members/",
    "passwort": "/password/",
    "berechtigungen": "/settings/permissions/",
    "eigene-neu": "/settings/integrations/own/",
    "eigene-datei": "/order-files/",
    "datenschutz": "/settings/data-protection/",
    "archiv": "/settings/data-protection/archive/",
    "zugriffe": "/settings/data-protection/access/",
    "anfragen": "/settings/data-protection/requests/",
    "geloescht": "/settings/data-protection/erased/",
    "bausteine": "/components/",
    "hilfe": "/help/",
    "hilfe-verbinden": "/help/connecting/",
    "hilfe-anschriften": "/help/addresses/",
    "hilfe-datenschutz": "/help/data-protection/",
    "hilfe-eigene": "/help/own-orders/",
    "nicht-gefunden": "/gibt-es-nicht/",
}
LINKS = {
    "bestellung": ("/orders/?state=ready", "a[data-open]"),
    "sendung": ("/parcels/", "tbody a[href^='/parcels/']"),
    "stapel": ("/batches/", "a[href^='/batches/'][href$='/']"),
    "amazon": ("/settings/integrations/", "a[href^='/settings/integrations/amazon/']:not([href$='amazon/'])"),
}


def shoot(browser: Browser, address: str, folder: Path, scheme: str, width: int, name: str) -> None:
    """Log in and take each page, in one color scheme and at one width in pixels."""
    context = browser.new_context(
        locale="de-DE", color_scheme=scheme, viewport={"width": width, "height": 960 if width > 640 else 844}
    )
    page = context.new_page()
    page.goto(f"{address}/login/")
    picture(page, folder, f"{name}-anmelden")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    for title, path in PAGES.items():
        page.goto(address + path)
        picture(page, folder, f"{name}-{title}")
    for title, (path, link) in LINKS.items():
        page.goto(address + path)
        target = page.locator(link).first.get_attribute("href")
        page.goto(urljoin(address + path, target or path))
        picture(page, folder, f"{name}-{title}")
    page.goto(f"{address}/orders/?state=ready")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    picture(page, folder, f"{name}-bestellung-daneben")
    context.close()


def picture(page: Page, folder: Path, name: str) -> None:
    """Take what the window shows; of long pages all of it."""
    page.wait_for_timeout(200)
    is_long = name.endswith(("bausteine", "amazon", "amazon-neu"))
    page.screenshot(path=folder / f"{name}.png", full_page=is_long)


def main(folder: Path) -> None:
    """Run the demo's line once, take every page in both schemes and on a phone, and end."""
    folder.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="packhaus-pictures-"))
    home.chmod(0o711)
    data = home / "data"
    (data / "logs").mkdir(parents=True)
    processes = Processes(data)
    try:
        simulator = processes.start_simulator(7, 240)
        address = processes.start_packhaus(0)
        merchant = Merchant(address, simulator, "de")
        batch = run.first_morning(processes, merchant)
        for media in ("A6", "A4"):
            document = pypdfium2.PdfDocument(merchant.print_labels(batch, media))
            document[0].render(scale=2).to_pil().save(folder / f"etikett-{media}.png")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ["PACKHAUS_CHROMIUM"],
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            shoot(browser, address, folder, "light", 1280, "hell")
            shoot(browser, address, folder, "dark", 1280, "dunkel")
            shoot(browser, address, folder, "light", 390, "telefon")
            browser.close()
    finally:
        processes.stop()
        delete_cluster(data)
        shutil.rmtree(home, ignore_errors=True)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
