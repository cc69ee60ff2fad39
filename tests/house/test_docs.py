"""What the documents point at is there: pages, files, names in the code."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
A_FILE = re.compile(r"[\w.*-]+(/[\w.*-]+)*/?|[\w-]+\.(py|md|toml|html|lock)")
PLACES = (ROOT, ROOT / "src", ROOT / "src/packhaus", ROOT / "src/packhaus_simulator")
ROOMS = {path.name for path in (ROOT / "src/packhaus").iterdir() if path.is_dir()}
ELSEWHERE = ("keys/", ".demo/", ".canaries/", "/", "http")
"""In the data folder, on the machine, on the web."""
TO_MAKE = {"NAME", "DIR", "FILE"}
"""Words in a path for the reader to fill in."""


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def anchors(document: Path) -> set[str]:
    """The headings of a document as links name them."""
    heads = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def dead_links(document: Path, text: str) -> Iterator[str]:
    for link in LINK.findall(text):
        if "://" in link or link.startswith("mailto:"):
            continue
        page, _, anchor = link.partition("#")
        target = (document.parent / page).resolve() if page else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


def missing_places(text: str) -> Iterator[str]:
    """Paths and dotted names of our code, in backquotes, that lead nowhere."""
    for code in CODE.findall(text):
        word = code.split()[0]
        if TO_MAKE & set(re.split(r"\W", word)) or word.startswith(ELSEWHERE):
            continue
        is_path = ("/" in word or word.endswith((".py", ".md"))) and A_FILE.fullmatch(word)
        is_name = re.fullmatch(r"[a-z_]+(\.\w+)+", word) and word.split(".")[0] in ROOMS
        if (is_path and not is_a_file(word)) or (is_name and not is_path and not is_there(word)):
            yield word


def is_a_file(word: str) -> bool:
    """Whether a path is one of ours; a bare name may lie anywhere, a template below its room's folder."""
    path = word.rstrip("/")
    if "/" not in path:
        return any(any(place.rglob(path)) for place in (ROOT / "src", ROOT / "tests", ROOT / "docs"))
    template = re.sub(r"/(?=[^/]*\.html$)", "/templates/", path)
    return any(any(place.glob(found)) for place in PLACES for found in (path, template))


def is_there(name: str) -> bool:
    """Whether a dotted name, seen from ``packhaus``, is a module or something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(["packhaus", *parts[:length]]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part, None)
        return found is not None
    return False


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    assert list(dead_links(document, document.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_files_and_names_in_documents_are_there(document: Path) -> None:
    assert list(missing_places(document.read_text(encoding="utf-8"))) == []


def test_contributing_lists_what_an_extension_touches() -> None:
    """A new shop, carrier, column and waiting reason have a line each; the test above finds its places."""
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \|$", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.M
    )
    listed = {new.strip(): touches for new, touches in rows}
    for new, place in [
        ("shop", "shops/registry.py"),
        ("carrier", "carriers/registry.py"),
        ("waiting reason", "orders/waiting.py"),
        ("column of the orders' list", "orders/fields.py"),
        ("holding of personal data", "privacy/holdings.py"),
    ]:
        assert place in listed[new]


def test_every_decision_is_in_the_list_of_decisions() -> None:
    folder = ROOT / "docs/decisions"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert listed >= {file.name for file in folder.glob("[0-9]*.md")}


def test_a_dead_link_and_a_lost_file_are_found() -> None:
    text = "[a](docs/gone.md) [b](docs/way.md#no-such) [c](docs/way.md) [d](https://example.org/x)"
    assert list(dead_links(ROOT / "README.md", text)) == ["docs/gone.md", "docs/way.md#no-such"]
    text = "`orders/gone.py` `orders/rules.py` `shops/NAME/` `script/demo` `orders/list.html`"
    assert list(missing_places(text)) == ["orders/gone.py"]
    assert list(missing_places("`gone.py` `rules.py`")) == ["gone.py"]
    assert list(missing_places("`orders.bulk.refresh` `orders.bulk.gone`")) == ["orders.bulk.gone"]
