"""What stands around every page: the areas with the counts that matter now, and the batches at work."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from packhaus.accounts.models import Member, Organization
from packhaus.desk.bulk import There
from packhaus.desk.visitor import may_open, page_now
from packhaus.desk.waits import look, waits
from packhaus.engine.models import Batch, BatchItem


@dataclass(frozen=True)
class Part:
    """A page below an area."""

    url: str
    label: Promise
    current: bool


@dataclass(frozen=True)
class Area:
    """An entry of the navigation. ``tone`` is ``wait`` where the count asks for something."""

    url: str
    icon: str
    label: Promise
    current: bool
    count: int = 0
    tone: str = ""
    parts: list[Part] = field(default_factory=list)

    @property
    def within(self) -> bool:
        """Whether the page is one of the parts, not the area's own."""
        return any(part.current for part in self.parts)


@dataclass(frozen=True)
class Running:
    """A batch at work, with its progress."""

    url: str
    number: int
    done: int
    total: int


def _url(name: str) -> str:
    """The address of a page; empty where this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


_BELONGS = {
    "own:order": "orders",
    "own:files": "orders",
    "own:file": "orders",
    "own:new": "shops",
    "own:edit": "shops",
    "tracking:settings": "messages",
    "tracking:text": "messages",
}
"""Pages that light up another room's area than their own."""


_SETTINGS = ("shops", "amazon", "carriers", "messages", "privacy", "archive")


class Frame:
    """Counts are asked for only where the frame is drawn: parts of pages come without it."""

    def __init__(self, request: HttpRequest, member: Member) -> None:
        self._member = member
        self._path = request.path
        match = request.resolver_match
        self._name = match.view_name if match else ""
        self.search_url = _url("orders:search")

    @property
    def organization(self) -> Organization:
        """Whose panel this is."""
        return self._member.organization

    @property
    def is_owner(self) -> bool:
        """Whether the reader may do everything: what packers may not is not offered to them."""
        return self._member.is_owner

    def _in(self, *rooms: str) -> bool:
        return _BELONGS.get(self._name, self._name.split(":")[0]) in rooms

    @property
    def _is_integrations(self) -> bool:
        """Each shop has pages of its own, all below those of the shops."""
        return self._path.startswith(_url("shops:list") or "/?")

    @property
    def _is_members(self) -> bool:
        """One's own password is no page of the settings: packers have it too."""
        return self._in("accounts") and self._name != "accounts:password"

    @cached_property
    def _there(self) -> There:
        return look(self.organization, page_now())

    @cached_property
    def areas(self) -> list[Area]:
        """The navigation: only what there is."""
        there = self._there
        tasks = waits(self.organization, page_now(), there)
        weightless = next((task.count for task in tasks if task.code == "no_weight"), 0)
        settings = (
            self._in("carriers", "messages", "authorizations", "privacy", "archive")
            or self._is_members
            or self._is_integrations
            or self._name == "desk:settings"
        )
        found = [
            Area(_url("desk:today"), "today", _("Today"), self._name == "desk:today", len(tasks), "wait"),
            Area(_url("orders:list"), "inbox", _("Orders"), self._in("orders"), there.open_orders),
            Area(
                _url("parcels:list"),
                "truck",
                _("Parcels"),
                self._in("parcels"),
                there.parcels_in_trouble,
                "wait",
            ),
            Area(_url("products:list"), "tag", _("Products"), self._in("products"), weightless, "wait"),
            Area(
                _url("desk:settings"),
                "settings",
                _("Settings"),
                settings,
                parts=self._settings_parts() if settings else [],
            ),
        ]
        return [area for area in found if area.url]

    def _settings_parts(self) -> list[Part]:
        parts = [
            Part(_url("shops:list"), _("Integrations"), self._is_integrations),
            Part(
                _url("carriers:settings"), _("Carriers"), self._in("carriers") and "sender" not in self._name
            ),
            Part(_url("carriers:sender"), _("Sender"), self._name == "carriers:sender"),
            Part(
                _url("authorizations:list"),
                pgettext_lazy("short, in the navigation", "User permissions"),
                self._in("authorizations"),
            ),
            Part(_url("accounts:members"), _("Members"), self._is_members),
            Part(_url("messages:settings"), _("E-mail"), self._in("messages")),
            Part(_url("privacy:overview"), _("Data protection"), self._in("privacy", "archive")),
        ]
        return [part for part in parts if part.url and may_open(self._member, part.url)]

    @cached_property
    def running(self) -> list[Running]:
        """Batches that are not finished, the newest first."""
        if not self._there.batches:
            return []
        batches = (
            Batch.objects.filter(organization=self.organization, finished_at=None, stopped_at=None)
            .annotate(
                total=Count("items"), open=Count("items", filter=Q(items__state=BatchItem.State.WAITING))
            )
            .order_by("-number")[:5]
        )
        return [
            Running(
                reverse("parcels:batch", args=[batch.public_id]),
                batch.number,
                batch.total - batch.open,
                batch.total,
            )
            for batch in batches
        ]


def frame(request: HttpRequest) -> dict[str, object]:
    """The context that each template has: ``frame`` where somebody is logged in."""
    user = getattr(request, "user", None)
    return {"frame": Frame(request, user)} if isinstance(user, Member) else {}
