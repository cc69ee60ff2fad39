"""Settings > E-mail > Tracking e-mails: to buyers of one's own orders, and to Amazon's never (R4.1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from packhaus.accounts.models import Organization
from packhaus.desk.visitor import member_of, organization_of, owners_only, page_now
from packhaus.flow.buyers import sample_values
from packhaus.kit.errors import Problem
from packhaus.kit.words import Words
from packhaus.messages.buyer_texts import BUYER_KINDS, LANGUAGES, BuyerText, ours, text_of
from packhaus.messages.models import MailTemplate, Message, TrackingMails
from packhaus.messages.placeholders import PLACEHOLDERS, filled
from packhaus.messages.rules import may_write_to_buyer
from packhaus.messages.server import server_of
from packhaus.messages.tracking.forms import TextForm, WhenForm
from packhaus.shops.models import OWN, Connection

_SHOWN = 20
_LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}


@dataclass(frozen=True)
class ShopRule:
    """Whether buyers of a shop may be written to, and why or why not."""

    name: str
    may: bool
    why: Words


@dataclass(frozen=True)
class TextEntry:
    """One text that buyers can get to read."""

    kind: str
    title: str
    language: str
    language_name: str
    text: BuyerText


@dataclass(frozen=True)
class SentEntry:
    """A mail to a buyer; who that is does not stand here."""

    message: Message
    title: str


def _rules(organization: Organization) -> list[ShopRule]:
    """Each connected shop; one's own and Amazon also where none is connected yet."""
    shops = list(Connection.objects.filter(organization=organization).order_by("name"))
    named = [(one.name, one.shop) for one in shops]
    present = {one.shop for one in shops}
    named += [
        (name, shop) for name, shop in ((_("Own orders"), OWN), ("Amazon", "amazon")) if shop not in present
    ]
    return [ShopRule(name, *may_write_to_buyer(shop)) for name, shop in named]


def _texts(organization: Organization) -> list[TextEntry]:
    return [
        TextEntry(
            kind, entry.title, language, _LANGUAGE_NAMES[language], text_of(organization, kind, language)
        )
        for kind, entry in BUYER_KINDS.items()
        for language in LANGUAGES
    ]


@owners_only
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """When buyers are written to, whose never are and why, and what became of the last mails."""
    organization = organization_of(request)
    kept = TrackingMails.objects.filter(organization=organization).first()
    initial = (
        {"on": kept.on_since is not None, "at": kept.at, "delivered": kept.delivered}
        if kept is not None
        else None
    )
    form = WhenForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        since = (kept.on_since if kept is not None else None) or page_now()
        TrackingMails.objects.update_or_create(
            organization=organization,
            defaults={
                "on_since": since if data["on"] else None,
                "at": data["at"],
                "delivered": data["delivered"],
            },
        )
        messages.success(request, _("Saved."))
        return redirect("tracking:settings")
    newest = Message.objects.filter(organization=organization, recipient=None).select_related("order")
    context = {
        "form": form,
        "is_on": kept is not None and kept.on_since is not None,
        "rules": _rules(organization),
        "texts": _texts(organization),
        "sent": [
            SentEntry(message, BUYER_KINDS[message.kind].title)
            for message in newest.order_by("-made_at", "-pk")[:_SHOWN]
            if message.kind in BUYER_KINDS
        ],
        "can_send": _can_send(organization),
    }
    return render(request, "messages/tracking/settings.html", context, status=422 if form.errors else 200)


def _can_send(organization: Organization) -> bool:
    try:
        server_of(organization)
    except Problem:
        return False
    return True


@owners_only
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest) -> HttpResponse:
    """Change one text; see it as a buyer would before it is saved; take ours back."""
    organization = organization_of(request)
    kind, language = request.GET.get("kind", ""), request.GET.get("language", "")
    if kind not in BUYER_KINDS or language not in LANGUAGES:
        raise Http404
    do = request.POST.get("do", "")
    if do == "reset":
        MailTemplate.objects.filter(organization=organization, kind=kind, language=language).delete()
        messages.success(request, _("Our own text is used again."))
        return redirect("tracking:settings")
    now = text_of(organization, kind, language)
    initial = {"subject": now.subject, "text": now.text}
    form = TextForm(request.POST or None, initial=initial, kind=kind)
    shown = now
    if form.is_bound and form.is_valid():
        shown = BuyerText(
            form.cleaned_data["subject"].strip(), form.cleaned_data["text"].strip(), is_own=True
        )
        if do == "save":
            _keep(request, organization, kind, language, shown)
            messages.success(request, _("The text is saved. It holds for mails from now on."))
            return redirect("tracking:settings")
    sample = sample_values(organization)
    context = {
        "form": form,
        "kind": BUYER_KINDS[kind],
        "language_name": _LANGUAGE_NAMES[language],
        "language": language,
        "is_own": now.is_own,
        "places": [(f"{{{name}}}", label) for name, label in PLACEHOLDERS.items()],
        "preview": None
        if form.errors
        else {"subject": filled(shown.subject, sample), "text": filled(shown.text, sample)},
    }
    return render(request, "messages/tracking/text.html", context, status=422 if form.errors else 200)


def _keep(
    request: HttpRequest, organization: Organization, kind: str, language: str, wanted: BuyerText
) -> None:
    same = ours(kind, language)
    rows = MailTemplate.objects.filter(organization=organization, kind=kind, language=language)
    if (wanted.subject, wanted.text) == (same.subject, same.text):
        rows.delete()
        return
    MailTemplate.objects.update_or_create(
        organization=organization,
        kind=kind,
        language=language,
        defaults={
            "subject": wanted.subject,
            "text": wanted.text,
            "changed_at": page_now(),
            "changed_by": member_of(request),
        },
    )


app_name = "tracking"

urlpatterns = [
    path("settings/mail/tracking/", settings, name="settings"),
    path("settings/mail/tracking/text/", text, name="text"),
]
