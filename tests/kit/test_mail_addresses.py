"""Addresses that a mail can go to, as they are typed and copied, and those that none can go to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packhaus.kit.mail_addresses import mail_address, wire_address
from packhaus.messages.addresses import mailbox


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("joerg@muessig.example", "joerg@muessig.example"),
        (" joerg.m+w@muessig.example\u200b", "joerg.m+w@muessig.example"),
        ("mailto:joerg@muessig.example", "joerg@muessig.example"),
        ("joerg@müßig.example", "joerg@müßig.example"),
        ("o'brien@xn--mssig-kva.example", "o'brien@xn--mssig-kva.example"),
        ("joerg@muessig\u3002example", "joerg@muessig.example"),
    ],
)
def test_what_a_mail_can_go_to(typed: str, address: str) -> None:
    assert mail_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "joerg",
        "joerg@muessig",
        "jörg@muessig.example",
        "a@b.example; c@d.example",
        "Jörg <a@b.example>",
        "a@b.example.",
        "a@b.example\u3002",
        "a@.b.example",
        "a@b..example",
        "a@-b.example",
        "a@b.12",
        "a..b@c.example",
        ".a@b.example",
        "a(b@c.example",
        "a:b@c.example",
        "a@b@c.example",
        "a\r\nb@c.example",
        "a@" + "x" * 70 + ".example",
        "x" * 65 + "@b.example",
    ],
)
def test_what_no_mail_can_go_to(typed: str) -> None:
    with pytest.raises(ValueError, match="address"):
        mail_address(typed)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_taken_can_stand_in_a_mail_as_one_address(name: str, box: str, domain: str) -> None:
    try:
        address = mail_address(f"{box}@{domain}.example")
    except ValueError:
        return
    found = mailbox(name, address)
    assert found.addr_spec == wire_address(address)
    assert wire_address(address).isascii()
    assert mail_address(address) == address


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_head_is_one_line_or_refused(name: str, address: str) -> None:
    try:
        found = mailbox(name, address)
    except ValueError:
        return
    assert len(str(found).splitlines()) <= 1
