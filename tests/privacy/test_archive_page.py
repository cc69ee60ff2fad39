"""R4.3: Settings > Data protection > Archive, as its user sees it."""

from __future__ import annotations

import html
import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from pyrage import x25519

from packhaus.accounts.models import Member
from packhaus.engine import clock
from packhaus.privacy.archive.models import Archive, ArchiveBundle, ArchiveRecipient
from packhaus.privacy.archive.trial import trial_path
from packhaus.privacy.archive.write import path_of, write_due
from packhaus.shops.models import Connection
from privacy.archives import DAY, Holder, shipped, switch_on

PAGE = "/settings/data-protection/archive/"
LABELS = {"label": "Main key", "keeper": "Miriam Kaczmarek", "place": "Safe in the office"}


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.ARCHIVE = tmp_path / "archive"
    return tmp_path / "archive"


@pytest.fixture
def panel(client: Client, member: Member, connection: Connection, folder: Path) -> Client:
    member.organization, member.language = connection.organization, "en"
    member.save()
    client.force_login(member)
    return client


@pytest.fixture
def now(connection: Connection) -> datetime:
    return clock.now()


def text(panel: Client, url: str = PAGE) -> str:
    return html.unescape(panel.get(url).content.decode())


def test_off_until_a_public_key_is_given(panel: Client, connection: Connection) -> None:
    assert "Switch the archive on" in text(panel)
    assert "It is off" in text(panel, "/settings/data-protection/")
    holder = Holder()
    shown = panel.post(f"{PAGE}keys/", {"public_key": holder.public_key, **LABELS}, follow=True)
    assert "The key is kept" in shown.content.decode()
    assert holder.public_key in text(panel)
    assert "Miriam Kaczmarek keeps the private key: Safe in the office" in text(panel)
    archive = Archive.objects.get(organization=connection.organization)
    assert (archive.country, archive.years) == ("DE", 8)
    panel.post(f"{PAGE}keys/", {"public_key": holder.public_key, **LABELS})
    key = ArchiveRecipient.objects.get()
    panel.post(f"{PAGE}keys/{key.public_id}/end/")
    assert "addresses go without a copy" in text(panel)
    assert "Switch the archive on" in text(panel)


@pytest.mark.parametrize("field", ["public_key", "label", "keeper", "place"])
def test_a_private_key_is_refused_and_nowhere_kept(
    panel: Client, field: str, caplog: pytest.LogCaptureFixture, folder: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    private = str(x25519.Identity.generate())
    given = {"public_key": Holder().public_key, **LABELS, field: f" {private}"}
    answer = panel.post(f"{PAGE}keys/", given)
    assert answer.status_code == 422
    assert "This is a private key" in answer.content.decode()
    assert private[16:] not in answer.content.decode()
    assert not ArchiveRecipient.objects.exists()
    assert private not in caplog.text
    assert not folder.exists()
    with database.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        assert all(private not in row[0] for row in cursor)


def test_a_trial_shows_that_the_private_key_works(panel: Client) -> None:
    holder = Holder()
    panel.post(f"{PAGE}keys/", {"public_key": holder.public_key, **LABELS})
    key = ArchiveRecipient.objects.get()
    assert "not tried yet" in text(panel)
    panel.post(f"{PAGE}keys/{key.public_id}/try/")
    trial = trial_path(key)
    assert f"packhaus archive open --key archive.key {trial.name}" in text(panel)
    from packhaus.privacy.archive.bundle import unpack

    (line,) = unpack(trial.name, trial.read_bytes(), [holder.identity]).lines
    word = json.loads(line)["word"]
    assert word not in text(panel)
    panel.post(f"{PAGE}keys/{key.public_id}/try/", {"word": "00000000"})
    assert "That is not the word" in text(panel)
    panel.post(f"{PAGE}keys/{key.public_id}/try/", {"word": f" {word} "})
    assert "opened a trial" in text(panel)
    assert not trial.exists()


def test_bundles_are_listed_checked_and_a_flipped_bit_is_said(
    panel: Client, connection: Connection, now: datetime
) -> None:
    switch_on(connection.organization, now, Holder())
    shipped(connection, 3, now - 20 * DAY)
    assert "3 shipped orders are in no bundle yet" in text(panel)
    write_due(connection.organization_id, now)
    bundle = ArchiveBundle.objects.get()
    page = text(panel)
    assert bundle.file_name in page
    assert "as written" in page
    assert "Every shipped order whose address is still here is in a bundle" in page
    assert "bundle is checked" in panel.post(f"{PAGE}look/", follow=True).content.decode()
    content = bytearray(path_of(bundle).read_bytes())
    content[300] ^= 1
    path_of(bundle).write_bytes(bytes(content))
    panel.post(f"{PAGE}look/")
    assert "at least one bit of it has changed" in text(panel)
    assert "not as it was written" in text(panel, "/settings/data-protection/")
    path_of(bundle).unlink()
    panel.post(f"{PAGE}look/")
    assert "It is not in the folder" in text(panel)


def test_where_bundles_lie_and_who_keeps_them_is_on_record(
    panel: Client, connection: Connection, now: datetime
) -> None:
    switch_on(connection.organization, now, Holder())
    shipped(connection, 1, now - 20 * DAY)
    write_due(connection.organization_id, now)
    bundle = ArchiveBundle.objects.get()
    where = {"place": "Hard disk 2 in the safe", "keeper": "Miriam Kaczmarek"}
    assert panel.post(f"{PAGE}move/", {"bundle": bundle.public_id}).status_code == 422
    panel.post(f"{PAGE}move/", where)
    assert "Tick the bundles" in text(panel)
    panel.post(f"{PAGE}move/", {"bundle": bundle.public_id, **where})
    assert path_of(bundle).exists()
    panel.post(f"{PAGE}move/", {"bundle": bundle.public_id, "remove": "on", **where})
    assert not path_of(bundle).exists()
    panel.post(f"{PAGE}look/")
    page = text(panel)
    assert "Hard disk 2 in the safe" in page
    assert "It is not in the folder" not in page


def test_deleted_by_the_merchant_when_the_years_are_over_and_not_before(
    panel: Client, connection: Connection, now: datetime
) -> None:
    switch_on(connection.organization, now, Holder())
    shipped(connection, 1, now - 20 * DAY)
    write_due(connection.organization_id, now)
    bundle = ArchiveBundle.objects.get()
    panel.post(f"{PAGE}{bundle.public_id}/delete/")
    assert path_of(bundle).exists()
    ArchiveBundle.objects.update(keep_until=(now - DAY).date())
    page = text(panel)
    assert "1 bundle need not be kept any more" in page
    assert path_of(bundle).exists(), "told, and deleted by nobody but the merchant"
    panel.post(f"{PAGE}{bundle.public_id}/delete/")
    assert not path_of(bundle).exists()
    assert not path_of(bundle).with_suffix(".json").exists()
    assert "need not be kept" not in text(panel)


def test_other_years(panel: Client, connection: Connection, now: datetime) -> None:
    switch_on(connection.organization, now, Holder())
    panel.post(f"{PAGE}years/", {"country": "AT", "years": ""})
    assert Archive.objects.get().years == 7
    panel.post(f"{PAGE}years/", {"country": "", "years": "12"})
    assert Archive.objects.get().years == 12
    assert panel.post(f"{PAGE}years/", {"country": "", "years": ""}).status_code == 422


def test_no_page_of_another_merchants(panel: Client, now: datetime) -> None:
    from privacy.merchants import made_connection

    other = made_connection("Another merchant")
    switch_on(other.organization, now, Holder())
    shipped(other, 1, now - 20 * DAY)
    write_due(other.organization_id, now)
    bundle, key = ArchiveBundle.objects.get(), ArchiveRecipient.objects.get()
    assert bundle.file_name not in text(panel)
    for url in (f"{bundle.public_id}/delete/", f"keys/{key.public_id}/end/", f"keys/{key.public_id}/try/"):
        assert panel.post(f"{PAGE}{url}").status_code == 404
    panel.post(f"{PAGE}move/", {"bundle": bundle.public_id, "place": "x", "keeper": "y"})
    bundle.refresh_from_db()
    assert bundle.moved_at is None


def test_today_says_what_is_wrong_with_the_days_left(
    panel: Client, connection: Connection, now: datetime, folder: Path
) -> None:
    from packhaus.desk.waits import Wait, look, waits
    from packhaus.flow.archive import archive

    switch_on(connection.organization, now, Holder())
    shipped(connection, 2, now - 27 * DAY)
    folder.write_text("a file stands where the folder should be")
    archive(connection.organization_id, now)

    def said() -> list[Wait]:
        there = look(connection.organization, now)
        tasks = waits(connection.organization, now, there)
        return [task for task in tasks if task.code.startswith("archive")]

    (task,) = said()
    assert (task.code, task.count, task.tone) == ("archive", 2, "late")
    assert "noch 2 Tage" in task.title
    folder.unlink()
    archive(connection.organization_id, now)
    assert said() == []
