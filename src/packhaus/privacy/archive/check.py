"""Each bundle in the folder is compared with what was recorded when it was written, once a month (R4.3)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from packhaus.kit.errors import Problem
from packhaus.kit.words import Words, gettext_noop
from packhaus.privacy.archive.bundle import check_file, manifest_text
from packhaus.privacy.archive.files import MANIFEST, write_whole
from packhaus.privacy.archive.models import ArchiveBundle
from packhaus.privacy.archive.rules import CHECKED_EVERY
from packhaus.privacy.archive.write import closed, manifest_for, path_of


def check_due(organization_id: int, now: datetime) -> int:
    """Check the bundles that were last checked a month ago, and those with a problem. How many."""
    old = Q(checked_at__lte=now - CHECKED_EVERY) | Q(problem__isnull=False)
    return _check(organization_id, old, now)


def check_now(organization_id: int, now: datetime) -> int:
    """Check every bundle that lies in the folder. How many."""
    return _check(organization_id, Q(), now)


def _check(organization_id: int, which: Q, now: datetime) -> int:
    here = ArchiveBundle.objects.filter(organization_id=organization_id, moved_at=None, gone_at=None)
    checked = 0
    for bundle in here.exclude(written_at=None).filter(which).order_by("pk"):
        words = _problem_of(bundle)
        bundle.problem = None if words is None else words.stored()
        bundle.checked_at = now
        bundle.save(update_fields=["problem", "checked_at"])
        checked += 1
    return checked


def _problem_of(bundle: ArchiveBundle) -> Words | None:
    path = path_of(bundle)
    try:
        check_file(path, bundle.sha256)
        if not path.with_suffix(MANIFEST).exists():
            write_whole(path.with_suffix(MANIFEST), manifest_text(manifest_for(bundle)))
    except FileNotFoundError:
        return Words(MISSING, {"folder": str(path.parent)})
    except OSError as error:
        return closed(error).words
    except Problem as problem:
        return problem.words
    return None


MISSING = gettext_noop(
    "It is not in the folder %(folder)s any more. If you have moved it, say below where it lies; else put"
    " back your copy."
)
