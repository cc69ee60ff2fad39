"""The help pages: what the documents say, in the reader's language, without anything foreign in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import translation
from help_pages import DOCUMENTS, ROOT, BadDocumentError, anchor_of, rendered, stale, templates

from packhaus.desk.help.contents import PAGES, HelpPage

if TYPE_CHECKING:
    from desk.merchant import Merchant
    from packhaus.accounts.models import Member
    from simulators import SimulatorProcess

LANGUAGES = ("de", "en")


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def headings(document: str, level: str) -> list[str]:
    return re.findall(rf"^{level} (.+)$", text_of(document), re.M)


def ask(client: Client, member: Member, slug: str, language: str) -> str:
    member.language = language
    member.save()
    answer = client.get(f"/help/{slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_pages_say_what_the_documents_say() -> None:
    """Out of step? Run script/help."""
    assert stale() == []


def test_a_document_that_was_changed_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "templates"
    target.mkdir()
    for path, text in templates().items():
        (target / path.name).write_text(text.replace("Amazon", "Amazone", 1), encoding="utf-8")
    (target / "gone.de.html").write_text("", encoding="utf-8")
    monkeypatch.setattr("help_pages.TARGET", target)
    assert len(stale()) == len(templates()) + 1


def test_each_page_has_a_document_in_every_language() -> None:
    assert {page.slug for page in PAGES} == set(DOCUMENTS)
    assert all(set(documents) == set(LANGUAGES) for documents in DOCUMENTS.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_stands_in_the_readers_language_with_its_contents(
    signed_in: Client, member: Member, page: HelpPage, language: str
) -> None:
    slug = page.slug
    shown = ask(signed_in, member, slug, language)
    document = DOCUMENTS[slug][language]
    (title,) = headings(document, "#")
    assert f'<h1 id="{anchor_of(title)}">{title}</h1>' in shown
    for heading in headings(document, "##"):
        assert re.search(rf'<h2 id="{re.escape(anchor_of(heading))}">', shown), heading
    contents = shown.partition('<nav class="contents"')[2].partition("</nav>")[0]
    assert contents.count("<li>") == len(headings(document, "##"))
    with translation.override(language):
        assert translation.gettext(page.title) == title


@pytest.mark.parametrize("slug", DOCUMENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_links_stay_in_the_panel_or_open_beside_it(
    signed_in: Client, member: Member, slug: str, language: str
) -> None:
    article = ask(signed_in, member, slug, language).partition("<article")[2].partition("</article>")[0]
    links = re.findall(r'<a href="([^"]+)"([^>]*)>', article)
    assert len(links) >= 3
    for target, rest in links:
        if target.startswith("https://"):
            assert 'rel="noopener noreferrer"' in rest
        elif target.startswith("/"):
            assert signed_in.get(target).status_code == 200, target
        else:
            assert target.startswith("#"), target
    assert "{%" not in article


def test_the_list_leads_to_every_page(signed_in: Client) -> None:
    shown = signed_in.get("/help/").content.decode()
    assert all(f'href="{page.slug}/"' in shown for page in PAGES)


def test_an_order_without_an_address_leads_to_the_way_there(
    signed_in: Client, merchant: Merchant, english: Member
) -> None:
    """Only where the role is missing: else Amazon gives the address later by itself."""
    order = merchant.order("waiting", ("no_address",))
    assert "/help/addresses/" not in signed_in.get(f"/orders/{order.public_id}/").content.decode()
    merchant.connection.addresses_readable = False
    merchant.connection.save()
    assert 'href="/help/addresses/"' in signed_in.get(f"/orders/{order.public_id}/").content.decode()


def test_the_test_of_a_connection_leads_to_the_way_to_the_role(
    signed_in: Client, english: Member, amazon: SimulatorProcess
) -> None:
    amazon.admin("/authorization", {"roles": ["Inventory and Order Tracking", "Product Listing"]})
    credentials = {
        name: amazon.info[name] for name in ("client_id", "client_secret", "refresh_token", "seller_id")
    }
    work = {"countries": ["DE"], "name": "Hagedorn DE", "confirm_at": "handled", "do": "test"}
    signed_in.post("/settings/integrations/amazon/", credentials | work)
    shown = signed_in.get("/settings/integrations/amazon/").content.decode()
    assert "Addresses readable: no" in shown
    assert 'href="/help/addresses/"' in shown


def test_both_languages_have_the_same_shape() -> None:
    """As many headings, rows, drafts and steps in German as in English."""
    for documents in DOCUMENTS.values():
        shapes = [
            [len(re.findall(mark, text_of(documents[language]), re.M)) for language in LANGUAGES]
            for mark in (r"^## ", r"^### ", r"^\| ", r"^> ", r"^\d\. ", r"^- ", r"\]\(https://")
        ]
        assert all(german == english for german, english in shapes), (documents, shapes)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("# A\n\n<script>go()</script>\n", "no HTML"),
        ("# A\n\nx <b onclick='go()'>y</b>\n", "no HTML"),
        ("# A\n\n![a](https://example.org/a.png)\n", "no picture"),
        ("# A\n\n[a](http://example.org/)\n", "https://"),
        ("# A\n\n[a](#nowhere)\n", "no heading"),
        ("## A\n", "one title"),
        ("# A\n\n## B\n\n## B\n", "differ"),
    ],
)
def test_what_does_not_belong_in_a_document_is_refused(source: str, complaint: str) -> None:
    with pytest.raises(BadDocumentError, match=complaint):
        rendered("docs/de/x.md", "de", source)


def test_text_stays_text() -> None:
    source = "# A\n\nx {% now 'Y' %} {{ secret }} `{% load x %}` <3\n\n    {{ y }}\n"
    page = rendered("docs/de/x.md", "de", source)
    body = page.partition("{% block text %}")[2]
    assert "{{" not in body
    assert body.count("{%") == 1
    assert "&lt;3" in body


def test_a_link_with_a_running_script_is_no_link() -> None:
    page = rendered("docs/de/x.md", "de", "# A\n\n[a](javascript:go())\n")
    assert "href" not in page.partition("</h1>")[2]
