"""The drafts for Amazon's questions claim nothing of Packhaus that its files do not show.

A claim begins with "Packhaus:" and ends with its evidence: files, each with words that stand in it. Where
the code changes so that a word is gone, the draft has to be looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = {"de": ROOT / "docs/de/anschriften.md", "en": ROOT / "docs/en/addresses.md"}
NOTHING = {"de": "Packhaus trägt dazu nichts bei", "en": "Packhaus contributes nothing to this"}
YOU = {"de": "- Sie: ", "en": "- You: "}
FIELD = 500
"""Characters that a field of Amazon's form holds."""
EVIDENCE = re.compile(r"\[[^\]]+\]\(([^)]+)\):((?:,?\s+`[^`]+`)+)")
CLAIM = re.compile(r"^- Packhaus: .+(?:\n  .+)*", re.M)
FACTS = {
    "AES-256-GCM": "AESGCM",
    "256-bit key": "KEY_BYTES = 32",
    "every 7 days": "LONGEST_LEASE = timedelta(days=7)",
    "(0700, files 0600)": "0o600",
    "no network port": '"listen_addresses": ""',
    "a local socket only (0700)": '"unix_socket_permissions": "0700"',
    "127.0.0.1": 'default="127.0.0.1"',
    "12 characters": '"min_length": 12',
    "common passwords": "CommonPasswordValidator",
    "resemble name or e-mail": "UserAttributeSimilarityValidator",
    "special character": "a special character",
    "Argon2": "Argon2PasswordHasher",
    "10 wrong passwords": "MOST_FAILURES = 10",
    "10 failures": "MOST_FAILURES = 10",
    "logged out at once": "open sessions end at once",
    "settings are for owners": "secrets, connections, data protection",
    "Each opening of buyers' data": "KEPT = timedelta(days=365)",
    "15 minutes": "LOCKED_FOR = timedelta(minutes=15)",
    "never written to logs": "QuietFormatter",
    "logs no values": '"log_statement": "none"',
    "no copy of any page": '"Cache-Control", "no-store"',
    "fetched from Amazon again": "refetch",
    "pinned by hash": "--hash=sha256:",
    "content security policy": "script-src 'self'",
    "merchant-fulfilled orders, takes": '"fulfilledBy": "MERCHANT"',
}
"""What a draft says, and the word in the code that its section must show for it."""
NOT_OURS = re.compile(
    r"\bMFA\b|firewall|IDS|malware|12 months|365|scan|penetration|24 hours when|USB|incident|backup location",
    re.IGNORECASE,
)
"""What no default installation does: a sentence with it leaves something for the merchant to fill in."""


@dataclass(frozen=True)
class Section:
    """One question: what Amazon asks, what is drafted, and the text of the section."""

    heading: str
    question: str
    draft: str
    text: str


def sections(text: str) -> list[Section]:
    found = []
    for part in re.split(r"^### ", text, flags=re.M)[1:]:
        part = re.split(r"^## ", part, flags=re.M)[0]
        draft = " ".join(line[2:] for line in part.splitlines() if line.startswith("> "))
        question = re.search(r"^\*([^*]+)\*$", part, re.M)
        if draft:
            found.append(Section(part.splitlines()[0], question[1] if question else "", draft, part))
    return found


def claims(text: str) -> list[str]:
    return [re.sub(r"\n  ", " ", claim) for claim in CLAIM.findall(text)]


def evidence(claim: str) -> Iterator[tuple[str, str]]:
    """The files of a claim with the words that are to stand in them."""
    for file, words in EVIDENCE.findall(claim):
        for word in re.findall(r"`([^`]+)`", words):
            yield file, word


def unproven(text: str, folder: Path) -> list[str]:
    """Claims without evidence, and evidence that is not there."""
    wrong = []
    for claim in claims(text):
        proofs = list(evidence(claim))
        if not proofs:
            wrong.append(claim)
        for file, word in proofs:
            target = (folder / file).resolve()
            if not target.is_file() or word not in one_line(target.read_text(encoding="utf-8")):
                wrong.append(f"{file}: {word}")
    return wrong


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


ALL = [
    pytest.param(language, section, id=f"{language}-{section.heading}")
    for language, document in DOCUMENTS.items()
    for section in sections(document.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("language", DOCUMENTS)
def test_every_claim_is_shown_by_a_file(language: str) -> None:
    document = DOCUMENTS[language]
    text = document.read_text(encoding="utf-8")
    assert unproven(text, document.parent) == []
    assert len(claims(text)) > 25


@pytest.mark.parametrize(("language", "section"), ALL)
def test_every_draft_says_what_is_packhauss_and_what_is_yours(language: str, section: Section) -> None:
    assert section.question.endswith(".") or section.question.endswith("?")
    assert (NOTHING[language] in section.text) != bool(claims(section.text))
    assert section.text.count(YOU[language]) == 1


@pytest.mark.parametrize(("language", "section"), ALL)
def test_every_draft_fits_into_amazons_field(language: str, section: Section) -> None:
    assert len(section.draft) <= FIELD - 20, "leave room for what stands in the brackets"


@pytest.mark.parametrize(("language", "section"), ALL)
def test_each_fact_in_a_draft_has_its_evidence_below_it(language: str, section: Section) -> None:
    shown = {word for claim in claims(section.text) for _file, word in evidence(claim)}
    assert [fact for fact, word in FACTS.items() if fact in section.draft and word not in shown] == []


def test_the_facts_are_those_of_the_drafts() -> None:
    drafts = " ".join(section.draft for section in sections(DOCUMENTS["en"].read_text(encoding="utf-8")))
    assert [fact for fact in FACTS if fact not in drafts] == []


def not_ours(draft: str) -> list[str]:
    """Sentences that claim what a default installation does not do, with nothing left to fill in."""
    sentences = re.split(r"(?<=\.) (?=[A-Z\[(])", draft)
    return [sentence for sentence in sentences if NOT_OURS.search(sentence) and "[" not in sentence]


@pytest.mark.parametrize(("language", "section"), ALL)
def test_what_packhaus_does_not_do_is_left_for_the_merchant_to_fill_in(
    language: str, section: Section
) -> None:
    assert not_ours(section.draft) == []


def test_a_planted_promise_is_found() -> None:
    planted = "Every page requires log-in. MFA is enforced for all users. Scans by [scanner] every 30 days."
    assert not_ours(planted) == ["MFA is enforced for all users."]


def test_drafts_and_evidence_are_the_same_in_both_languages() -> None:
    german, english = (sections(document.read_text(encoding="utf-8")) for document in DOCUMENTS.values())
    assert [(one.question, one.draft) for one in german] == [(one.question, one.draft) for one in english]
    shown = [
        [list(evidence(claim)) for claim in claims(document.read_text(encoding="utf-8"))]
        for document in DOCUMENTS.values()
    ]
    assert shown[0] == shown[1]


def test_amazons_subjects_are_all_there() -> None:
    text = DOCUMENTS["en"].read_text(encoding="utf-8")
    numbers = {"1.1", "1.2", "1.3", "1.4", "1.6", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7"}
    asked = {number for section in sections(text) for number in re.findall(r"\d\.\d", section.heading)}
    assert asked == numbers
    assert "security@amazon.com within 24 hours" in text


@pytest.mark.parametrize(
    ("planted", "wrong"),
    [
        ("- Packhaus: has MFA.\n", 1),
        ('- Packhaus: long passwords ([a](../../src/packhaus/settings.py): `"min_length": 30`).\n', 1),
        ("- Packhaus: long passwords ([a](../../src/packhaus/gone.py): `min_length`).\n", 1),
        ('- Packhaus: both ([a](../../src/packhaus/settings.py): `"min_length": 12`, `OtpValidator`).\n', 1),
        ('- Packhaus: long passwords\n  ([a](../../src/packhaus/settings.py): `"min_length": 12`).\n', 0),
    ],
)
def test_a_planted_claim_without_its_proof_is_found(planted: str, wrong: int) -> None:
    assert len(unproven(planted, ROOT / "docs/en")) == wrong
