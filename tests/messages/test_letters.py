"""What a merchant reads, as the mail server took it: R4.5, R4.6."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from packhaus.engine import clock
from packhaus.kit.words import Words
from packhaus.messages.compose import compose
from packhaus.messages.letters import KINDS
from packhaus.messages.server import server_of
from post_office import LINE

if TYPE_CHECKING:
    from post_office import Post

SECRET = LINE | {"account": "Hagedorn UK", "ending": "secret", "ends_on": "2026-11-30", "seller_id": ""}


def received(post: Post) -> tuple[str, str]:
    """Subject and text of the one mail; its lines are wrapped nowhere."""
    post.work()
    (mail,) = post.mails()
    return mail["subject"], mail["text"].replace("\r\n", "\n")


def test_r45_a_reminder_in_german_says_what_ends_when_and_what_to_do(post: Post) -> None:
    post.ask()
    subject, text = received(post)
    assert subject == "Die Autorisierung von „Hagedorn“ endet am 24. Dezember 2026"
    assert text.startswith("Guten Tag Miriam Kaczmarek!\n\n")
    assert "„Hagedorn“ (Amazon, Verkäufer-ID A3K7QX9ZP2MWTD)" in text
    assert "endet am 24. Dezember 2026, also in 30 Tagen." in text
    assert "Was dann geschieht" in text
    assert "So erneuern Sie" in text
    assert "einmal in der Woche, bis Sie die Autorisierung erneuern oder widerrufen" in text
    assert "\nhttps://packen.hagedorn.example/settings/" in text


def test_r45_the_same_in_english_for_who_reads_english(post: Post) -> None:
    post.member.language = "en"
    post.member.save()
    post.ask()
    subject, text = received(post)
    assert subject == "The authorization of “Hagedorn” ends on 24 December 2026"
    assert text.startswith("Hello Miriam Kaczmarek,\n\n")
    assert "ends on 24 December 2026, in 30 days." in text
    assert "How to renew" in text


def test_r45_several_accounts_stand_in_one_mail_the_first_end_first(post: Post) -> None:
    post.ask("reminder", LINE, SECRET)
    subject, text = received(post)
    assert subject == "2 Autorisierungen enden bald, die erste am 30. November 2026"
    assert text.index("Der Clientschlüssel für „Hagedorn UK“ (Amazon)") < text.index("Die Autorisierung von")
    assert "So erneuern Sie den Clientschlüssel" in text
    assert "So erneuern Sie: In Packhaus" in text


@pytest.mark.parametrize(("ends_on", "left"), [("2026-11-25", "morgen"), ("2026-11-24", "jetzt")])
def test_r45_the_days_left_are_counted_when_the_mail_goes_out(post: Post, ends_on: str, left: str) -> None:
    post.ask("reminder", LINE | {"ends_on": ends_on})
    assert f"also {left}." in received(post)[1]


def test_r46_the_end_a_refusal_and_a_renewal_have_their_words(post: Post) -> None:
    reason = Words("Amazon no longer accepts the access of this connection (request %(request)s).")
    post.ask("authorization_deactivated", key="a")
    post.ask(
        "authorization_denied", LINE | {"reason": reason.stored() | {"values": {"request": "7"}}}, key="b"
    )
    post.ask("authorization_renewed", LINE | {"ends_on": "2027-12-24"}, key="c")
    post.work()
    ended, denied, renewed = (mail["text"] for mail in post.mails())
    assert "endete am 24. Dezember 2026 und ist deaktiviert" in ended
    assert "Verloren geht nichts" in ended
    assert "Amazon lässt Packhaus nicht mehr in das Konto „Hagedorn“" in denied
    assert "(request 7)" in denied
    assert "ist erneuert. Sie endet am 24. Dezember 2027." in renewed


UNTRUE_WITHOUT_ROLE = (
    "nicht mehr in das Konto",
    "erfährt nichts von Sendungen",
    "no parcels are confirmed",
    "into the account",
)


@pytest.mark.parametrize(
    ("language", "subject", "says"),
    [
        (
            "de",
            "„Hagedorn“: Die Bestellungen dürfen nicht gelesen werden",
            "Bis dahin kommen keine Bestellungen herein. Alles andere wird wie bisher versucht",
        ),
        (
            "en",
            "“Hagedorn”: the orders may not be read",
            "Until then no orders come in. All else is tried as before, confirmations too.",
        ),
    ],
)
def test_a_missing_role_is_told_in_its_own_words(post: Post, language: str, subject: str, says: str) -> None:
    post.member.language = language
    post.member.save()
    post.ask("authorization_denied", LINE | {"cause": "role"})
    told, text = received(post)
    assert told == subject
    assert says in text
    for untrue in UNTRUE_WITHOUT_ROLE:
        assert untrue not in text


@pytest.mark.parametrize(
    ("cause", "language", "subject", "says"),
    [
        (
            "role",
            "de",
            "„Hagedorn“: Die Bestellungen werden wieder gelesen",
            "die Bestellungen von „Hagedorn“",
        ),
        ("role", "en", "“Hagedorn”: the orders can be read again", "read the orders of “Hagedorn”"),
        ("test", "de", "„Hagedorn“: Packhaus hat wieder Zugriff", "lässt Packhaus wieder in das Konto"),
        ("test", "en", "“Hagedorn”: the shop lets Packhaus in again", "lets Packhaus into the account"),
        ("secret", "de", "Der neue Clientschlüssel für „Hagedorn“ ist angenommen", "ist angenommen."),
        ("secret", "en", "The new client secret for “Hagedorn” is taken", "is taken."),
    ],
)
def test_what_was_not_renewed_is_not_said_to_be(
    post: Post, cause: str, language: str, subject: str, says: str
) -> None:
    post.member.language = language
    post.member.save()
    post.ask("authorization_renewed", LINE | {"cause": cause})
    told, text = received(post)
    assert told == subject
    assert says in text
    assert "24. Dezember 2026" in text or "24 December 2026" in text, "the end that nobody has moved"
    for untrue in ("erneuert", "renewed"):
        assert untrue not in told + text


def test_a_mail_of_several_causes_says_of_each_account_what_is_true_of_it(post: Post) -> None:
    other = LINE | {"account": "Garten", "cause": "token"}
    post.ask("authorization_denied", LINE | {"cause": "role"}, other)
    subject, text = received(post)
    assert subject == "2 Konten: Der Shop verweigert den Zugriff, ganz oder zum Teil"
    shut, lacking = text.index("nicht mehr in das Konto „Garten“"), text.index("Bestellungen von „Hagedorn“")
    assert (
        shut < text.index("der Shop erfährt nichts von Sendungen") < lacking < text.index("Alles andere wird")
    )


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_without_a_gap(post: Post, kind: str, language: str) -> None:
    post.member.language = language
    post.member.save()
    post.ask(kind)
    subject, text = received(post)
    assert subject
    for left_over in ("%(", "None", "{", "}"):
        assert left_over not in subject + text


def test_headers_say_who_sends_to_whom_and_that_no_person_did(post: Post) -> None:
    (message,) = post.ask()
    post.work()
    (mail,) = post.mails()
    assert (mail["from"], mail["to"]) == ("versand@hagedorn.example", ["miriam@hagedorn.example"])
    headers = mail["headers"]
    assert headers["From"] == "Hagedorn Versand <versand@hagedorn.example>"
    assert headers["To"] == "Miriam Kaczmarek <miriam@hagedorn.example>"
    assert headers["Auto-Submitted"] == "auto-generated"
    sent_at = parsedate_to_datetime(headers["Date"])
    assert headers["Date"].endswith("+0100"), "in the merchant's time zone"
    assert abs(sent_at - clock.now()) < timedelta(minutes=2), "by the clock that the demo moves"
    assert headers["X-Packhaus-Kind"] == "reminder", "so that it can be sorted by a rule"
    assert headers["Message-ID"] == message.message_id
    assert message.message_id.endswith("@hagedorn.example>")
    assert headers["Content-Type"].startswith("text/plain")
    written = compose(message, server_of(post.organization), clock.now())
    assert {name: len(written.get_all(name)) for name in written} == dict.fromkeys(written, 1)


def test_a_member_whose_address_is_none_holds_no_other_up(post: Post) -> None:
    odd = post.colleague("Otto Odd")
    odd.email = "otto@odd.example\u3002"
    odd.save()
    (refused,) = [one for one in post.ask(members=[odd, post.member]) if one.recipient == odd]
    post.work()
    assert [mail["to"] for mail in post.mails()] == [["miriam@hagedorn.example"]]
    refused.refresh_from_db()
    assert refused.state == "refused"
    assert "none that a mail can go to" in str(Words.from_stored(refused.words))


def test_a_name_with_line_breaks_makes_no_header_of_its_own(post: Post) -> None:
    post.ask("reminder", LINE | {"account": "Hagedorn\r\nBcc: all@example.org"})
    post.work()
    (mail,) = post.mails()
    assert "Bcc" not in mail["headers"]
    assert mail["to"] == ["miriam@hagedorn.example"]


def test_names_with_line_breaks_and_domains_with_umlauts_go_over_the_wire(post: Post) -> None:
    post.save(sender_name="Hagedorn\r\nBcc: all@example.org", sender_address="versand@töpfe.example")
    post.member.email = "miriam@töpfe.example"
    post.member.save()
    post.ask()
    post.work()
    (mail,) = post.mails()
    assert (mail["from"], mail["to"]) == ("versand@xn--tpfe-5qa.example", ["miriam@xn--tpfe-5qa.example"])
    assert mail["headers"]["From"] == '"Hagedorn Bcc: all@example.org" <versand@xn--tpfe-5qa.example>'
    assert "Bcc" not in mail["headers"]


def test_without_an_address_of_the_panel_there_is_no_link(post: Post, settings: object) -> None:
    settings.PACKHAUS_URL = ""  # type: ignore[attr-defined]
    post.ask()
    assert "http" not in received(post)[1]
