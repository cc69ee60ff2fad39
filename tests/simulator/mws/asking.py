"""Signs and sends MWS calls with a Signature Version 2 of the tests' own, and reads what comes back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import httpx

from simulator.everything import simulated_now, stamp
from simulators import SimulatorProcess

PATHS = {
    "Orders": ("/Orders/2013-09-01", "2013-09-01"),
    "Sellers": ("/Sellers/2011-07-01", "2011-07-01"),
    "Products": ("/Products/2011-10-01", "2011-10-01"),
    "Feeds": ("/", "2009-01-01"),
}
GERMANY = "A1PA6795UKMFR9"


def sign(secret: str, verb: str, host: str, path: str, parameters: Mapping[str, str]) -> str:
    """As Amazon's guide puts it: sort by name, encode all but unreserved characters, HMAC-SHA256, base64."""
    query = "&".join(
        f"{quote(k, safe='-_.~')}={quote(parameters[k], safe='-_.~')}" for k in sorted(parameters)
    )
    text = f"{verb}\n{host}\n{path}\n{query}"
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


class Asker:
    """A developer's client for one seller. ``given`` replaces or (``None``) drops what every call carries."""

    def __init__(self, simulator: SimulatorProcess, seller: str = "") -> None:
        self.simulator = simulator
        self.developer: dict[str, str] = simulator.info["mws_developer"]
        query = f"?seller={seller}" if seller else ""
        self.authorization: dict[str, Any] = simulator.admin(f"/mws{query}", {"authorize": True})

    def ask(
        self,
        section: str,
        action: str,
        *,
        verb: str = "GET",
        feed: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        signed_host: str | None = None,
        secret: str | None = None,
        given: Mapping[str, str | None] | None = None,
        **parameters: str,
    ) -> httpx.Response:
        path, version = PATHS[section]
        usual: dict[str, str | None] = {
            "AWSAccessKeyId": self.developer["access_key"],
            "Merchant" if section == "Feeds" else "SellerId": self.authorization["seller_id"],
            "MWSAuthToken": self.authorization["token"],
            "SignatureMethod": "HmacSHA256",
            "SignatureVersion": "2",
            "Timestamp": stamp(simulated_now(self.simulator)),
            "Version": version,
            "Action": action,
        }
        sent = {k: v for k, v in {**usual, **parameters, **(given or {})}.items() if v is not None}
        host = signed_host or urlsplit(self.simulator.info["mws"]).netloc
        if "Signature" not in sent and "Signature" not in (given or {}):
            sent["Signature"] = sign(secret or self.developer["secret_key"], verb, host, path, sent)
        url, http = self.simulator.info["mws"] + path, self.simulator.http
        if verb == "GET":
            return http.get(url, params=sent, headers=headers)
        if feed is None:
            return http.post(url, data=sent, headers=headers)
        return http.post(url, params=sent, content=feed, headers=headers)

    def listed(self, section: str, action: str, **parameters: str) -> Element:
        """The result of a call that must be answered."""
        answer = self.ask(section, action, **parameters)
        assert answer.status_code == 200, answer.text
        return result(answer)


class Element:
    """An answer's element, without namespaces."""

    def __init__(self, element: ElementTree.Element) -> None:
        self._element = element

    def texts(self, path: str) -> list[str]:
        return [found.text or "" for found in self._element.findall(path)]

    def text(self, path: str) -> str | None:
        found = self._element.find(path)
        return None if found is None else found.text or ""

    def all(self, path: str) -> list[Element]:
        return [Element(found) for found in self._element.findall(path)]

    def attribute(self, name: str) -> str | None:
        return self._element.get(name)

    def children(self) -> list[str]:
        return [child.tag for child in self._element]

    @property
    def name(self) -> str:
        return self._element.tag


def read(content: bytes) -> Element:
    """The root of a document."""
    root = ElementTree.fromstring(content)
    for element in root.iter():
        element.tag = re.sub(r"\{.*\}", "", element.tag)
    return Element(root)


def result(answer: httpx.Response) -> Element:
    """The one result in an answer."""
    root = read(answer.content)
    [found] = [each for each in root.all("*") if each.name.endswith("Result")]
    return found


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of an error; its document must have MWS's shape."""
    assert answer.headers["content-type"].startswith("text/xml")
    root = read(answer.content)
    assert root.name == "ErrorResponse"
    assert root.text("Error/Type") in ("Sender", "Receiver")
    assert root.text("Error/Message")
    assert root.text("RequestID")
    return answer.status_code, root.text("Error/Code") or ""
