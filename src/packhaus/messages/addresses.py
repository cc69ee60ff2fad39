"""Names and addresses as they stand in a mail's head, where a line break would begin a header of its own."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address

from packhaus.kit.mail_addresses import wire_address


def one_line(text: str) -> str:
    """A name or a subject on one line, without letters that nobody sees."""
    joined = " ".join(text.split())
    return "".join(letter for letter in joined if letter.isprintable())


def mailbox(name: str, address: str) -> Address:
    """Who a mail is from, or goes to. Raises ValueError for an address that cannot stand there."""
    try:
        return Address(display_name=one_line(name), addr_spec=wire_address(address))
    except (MessageError, IndexError) as error:
        # The library's parser fails in ways of its own on what is no address at all.
        raise ValueError(type(error).__name__) from None
