"""A merchant's browser without a window: gets pages, fills in forms, follows redirects."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx


class Stuck(Exception):
    """A page does not have what a merchant would click, or answers with an error. The message says it."""


@dataclass
class Form:
    """A form as it stands on the page: what it would send if its button were pressed now."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    """Collects forms, also fields that name their form from elsewhere on the page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self._open: Form | None = None
        self._select: tuple[Form, str] | None = None
        self._area: tuple[Form, str] | None = None
        self._by_id: dict[str, Form] = {}
        self._elsewhere: list[tuple[str, str, dict[str, str]]] = []
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what belongs to a form."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self._address, given.get("action") or self._address)
            self._open = Form(action, given.get("method", "get").lower())
            self.forms.append(self._open)
            if given.get("id"):
                self._by_id[given["id"]] = self._open
        elif tag == "a" and given.get("href"):
            self.links.append(urljoin(self._address, given["href"]))
        elif tag in ("input", "button", "select", "textarea"):
            if given.get("form"):
                self._elsewhere.append((given["form"], tag, given))
            elif self._open is not None:
                self._take(self._open, tag, given)
        elif tag == "option" and self._select is not None:
            form, name = self._select
            form.choices.setdefault(name, []).append(given.get("value", ""))
            if "selected" in given or name not in form.fields:
                form.fields[name] = [given.get("value", "")]

    def _take(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "submit" if tag == "button" else "text")
        if tag == "select":
            self._select = (form, name)
        elif tag == "textarea":
            self._area = (form, name)
            form.fields[name] = [""]
        elif tag == "button" or kind in ("submit", "image"):
            form.buttons.append((name, given.get("value", "")))
        elif not name or "disabled" in given:
            return
        elif kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form.fields.setdefault(name, []).append(given.get("value", "on"))
        else:
            form.fields.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        """Keep the text: an error is told with the words of the page."""
        if self._area is not None:
            form, name = self._area
            form.fields[name] = [form.fields[name][0] + data]
        elif data.strip():
            self.text.append(data.strip())

    def close(self) -> None:
        """Give fields that stand outside of their form to it."""
        super().close()
        for name, tag, given in self._elsewhere:
            if name in self._by_id:
                self._take(self._by_id[name], tag, given)


class Page:
    """A page that came."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self.address = str(answer.url)
        self.path = urlsplit(self.address).path
        self.content = answer.content
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.words = ""
        if answer.headers.get("content-type", "").startswith("text/html"):
            parser = _Forms(self.address)
            parser.feed(answer.text)
            parser.close()
            self.forms, self.links, self.words = parser.forms, parser.links, " ".join(parser.text)

    def form(self, *, has: str = "", to: str = "") -> Form:
        """The first form with a field ``has`` that goes to an address that ends with ``to``.

        Raises Stuck where there is none.
        """
        for form in self.forms:
            fits = not to or urlsplit(form.action).path.endswith(to)
            if fits and (not has or has in form.fields or has in form.choices):
                return form
        raise Stuck(f"{self.path} has no form with {has or to}: {self.words[:400]}")


class Browser:
    """One person's browser: keeps cookies, sends forms as they stand plus what is typed."""

    def __init__(self, address: str, language: str) -> None:
        self._address = address
        self._http = httpx.Client(
            follow_redirects=True,
            timeout=60,
            trust_env=False,
            headers={"Accept-Language": language, "User-Agent": "Packhaus demo"},
        )

    def get(self, path: str) -> Page:
        """Open a page. Raises Stuck for an error page."""
        return self._checked(self._http.get(urljoin(self._address, path)))

    def send(self, form: Form, typed: dict[str, str | list[str]] | None = None, press: str = "") -> Page:
        """Send a form with what was typed; ``press`` is the name or value of the button, else the first."""
        fields: dict[str, list[str]] = {name: list(values) for name, values in form.fields.items()}
        for name, value in (typed or {}).items():
            if name not in form.fields and name not in form.choices:
                raise Stuck(f"the form to {form.action} has no field {name}: {sorted(form.fields)}")
            fields[name] = [value] if isinstance(value, str) else value
        for name, value in form.buttons:
            if name and (not press or press in (name, value)):
                fields[name] = [value]
                break
        if form.method == "get":
            return self._checked(self._http.get(form.action, params=fields))
        headers = {"Referer": form.action}
        return self._checked(self._http.post(form.action, data=fields, headers=headers))

    @staticmethod
    def _checked(answer: httpx.Response) -> Page:
        page = Page(answer)
        if answer.status_code >= 400:
            raise Stuck(f"{page.path} answers {answer.status_code}: {page.words[:400]}")
        return page
