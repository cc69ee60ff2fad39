"""A trial: a bundle without any buyer in it, to one key alone; its keeper opens it to show that it works."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

import msgspec

from packhaus.privacy.archive.bundle import FORMAT, Head, pack
from packhaus.privacy.archive.files import BUNDLE, write_whole
from packhaus.privacy.archive.models import ArchiveRecipient
from packhaus.privacy.archive.write import closed, folder


def trial_path(recipient: ArchiveRecipient) -> Path:
    """Where the trial for one key lies."""
    return folder() / f"packhaus-trial-{recipient.public_id}{BUNDLE}"


def write_trial(recipient: ArchiveRecipient) -> Path:
    """Write a trial with a new word in it. Raises ArchiveProblem."""
    recipient.test_word = secrets.token_hex(4)
    line = msgspec.json.encode({"id": "trial", "order": "TRIAL", "word": recipient.test_word})
    head = Head(format=FORMAT, bundle="trial", merchant="", month="", part=1, orders=1)
    path = trial_path(recipient)
    try:
        write_whole(path, pack(head, [line], [recipient.public_key]))
    except OSError as error:
        raise closed(error) from None
    recipient.save(update_fields=["test_word"])
    return path


def prove(recipient: ArchiveRecipient, word: str, now: datetime) -> bool:
    """Whether ``word`` stood in the trial; then the key is known to work, and the trial goes."""
    given = word.strip().lower().encode()
    if not recipient.test_word or not secrets.compare_digest(given, recipient.test_word.encode()):
        return False
    recipient.test_word, recipient.proved_at = "", now
    recipient.save(update_fields=["test_word", "proved_at"])
    trial_path(recipient).unlink(missing_ok=True)
    return True
