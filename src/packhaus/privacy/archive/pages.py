"""Settings > Data protection > Archive: keys, years, bundles. Nothing in the panel opens one (R4.3)."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from packhaus.accounts.models import Organization
from packhaus.carriers.models import Sender
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import organization_of, owners_only, page_now
from packhaus.engine.due import make_due
from packhaus.flow.archive import KIND
from packhaus.kit.errors import Problem
from packhaus.privacy.archive.check import check_now
from packhaus.privacy.archive.files import delete
from packhaus.privacy.archive.forms import KeyForm, MoveForm, YearsForm
from packhaus.privacy.archive.models import Archive, ArchiveBundle, ArchiveRecipient
from packhaus.privacy.archive.rules import default_years
from packhaus.privacy.archive.status import status_of
from packhaus.privacy.archive.trial import prove, trial_path, write_trial
from packhaus.privacy.archive.write import folder, path_of, write_now

_SHOWN = 200
_COMMANDS = {
    "new_key": "packhaus archive new-key archive.key",
    "age": "age-keygen -o archive.key",
    "open": "packhaus archive open --key archive.key --out orders.csv packhaus-2026-11-1-*.age",
    "check": "packhaus archive check packhaus-*.age",
    "trial": "packhaus archive open --key archive.key",
}


def _keys(organization: Organization) -> list[ArchiveRecipient]:
    return list(ArchiveRecipient.objects.filter(organization=organization, ended_at=None).order_by("pk"))


def _bundles(organization: Organization) -> list[ArchiveBundle]:
    return list(
        ArchiveBundle.objects.filter(organization=organization)
        .exclude(written_at=None)
        .order_by("-month", "-part")[:_SHOWN]
    )


def _country(organization: Organization) -> str:
    sender = Sender.objects.filter(organization=organization).first()
    return sender.country if sender is not None and sender.country else "DE"


def _shown(
    request: HttpRequest,
    key_form: KeyForm | None = None,
    years_form: YearsForm | None = None,
    move_form: MoveForm | None = None,
) -> HttpResponse:
    organization, now = organization_of(request), page_now()
    kept = Archive.objects.filter(organization=organization).first()
    bundles = _bundles(organization)
    last = next((one for one in bundles if one.moved_at is not None), None)
    is_wrong = any(form is not None for form in (key_form, years_form, move_form))
    context = {
        "kept": kept,
        "status": status_of(organization, now),
        "keys": [(key, trial_path(key)) for key in _keys(organization)],
        "bundles": bundles,
        "folder": folder(),
        "commands": _COMMANDS,
        "today": now.date(),
        "can_move": any(one.moved_at is None and one.gone_at is None for one in bundles),
        "key_form": key_form or KeyForm(),
        "years_form": years_form or YearsForm(initial=_years(kept)),
        "move_form": move_form
        or MoveForm(initial={"place": last.place, "keeper": last.keeper} if last else None),
    }
    return render(request, "privacy/archive/page.html", context, status=422 if is_wrong else 200)


def _years(kept: Archive | None) -> dict[str, object]:
    if kept is None:
        return {}
    is_default = bool(kept.country) and default_years(kept.country).years == kept.years
    return {"country": kept.country, "years": None if is_default else kept.years}


@owners_only
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How it stands with the archive."""
    return _shown(request)


@owners_only
@sensitive_post_parameters()
@sensitive_variables()
@require_POST
def add_key(request: HttpRequest) -> HttpResponse:
    """Take a public key; the first one switches the archive on. A private one is refused and not kept."""
    organization, now = organization_of(request), page_now()
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _shown(request, key_form=form)
    data = form.cleaned_data
    with transaction.atomic():
        country = _country(organization)
        Archive.objects.get_or_create(
            organization=organization,
            defaults={"country": country, "years": default_years(country).years, "on_since": now},
        )
        _key, is_new = ArchiveRecipient.objects.get_or_create(
            organization=organization,
            public_key=data["public_key"],
            ended_at=None,
            defaults={
                "label": data["label"],
                "keeper": data["keeper"],
                "place": data["place"],
                "added_at": now,
            },
        )
        make_due(KIND, organization.pk, now)
    if is_new:
        messages.success(
            request, _("The key is kept. Try it now: nobody else can tell you later that it works.")
        )
    else:
        messages.warning(request, _("This key is here already."))
    return redirect("archive:page")


@owners_only
@require_POST
def end_key(request: HttpRequest, public_id: str) -> HttpResponse:
    """From now on nothing is encrypted to a key; what was stays as it is."""
    organization = organization_of(request)
    key = get_object_or_404(ArchiveRecipient, organization=organization, public_id=public_id, ended_at=None)
    key.ended_at = page_now()
    key.save(update_fields=["ended_at"])
    trial_path(key).unlink(missing_ok=True)
    if _keys(organization):
        messages.success(request, _("New bundles are not encrypted to this key any more. Old ones stay."))
    else:
        messages.warning(request, _("The archive is off. From now on addresses go without a copy."))
    return redirect("archive:page")


@owners_only
@require_POST
def try_key(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a trial to one key, or take the word that stood in it."""
    key = get_object_or_404(
        ArchiveRecipient, organization=organization_of(request), public_id=public_id, ended_at=None
    )
    try:
        if "word" not in request.POST:
            write_trial(key)
        elif prove(key, request.POST["word"], page_now()):
            messages.success(request, _("The key works: whoever keeps it opens the archive."))
        else:
            messages.error(
                request, _("That is not the word in the trial. It stands behind “word”, 8 characters.")
            )
    except Problem as problem:
        messages.error(request, words(problem.words))
    return redirect("archive:page")


@owners_only
@require_POST
def set_years(request: HttpRequest) -> HttpResponse:
    """How long bundles are kept that are written from now on."""
    organization = organization_of(request)
    form = YearsForm(request.POST)
    kept = get_object_or_404(Archive, organization=organization)
    if not form.is_valid():
        return _shown(request, years_form=form)
    kept.country = form.cleaned_data["country"]
    kept.years = form.cleaned_data["years"] or default_years(kept.country).years
    kept.save(update_fields=["country", "years"])
    messages.success(request, _("Saved. It holds for bundles from now on."))
    return redirect("archive:page")


@owners_only
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Check all bundles in the folder now; or write what is in none yet."""
    organization, now = organization_of(request), page_now()
    try:
        if request.POST.get("do") == "write":
            done = len(write_now(organization.pk, None, now))
            text = ngettext("%(count)s bundle is written.", "%(count)s bundles are written.", done)
            messages.success(request, text % {"count": done})
        else:
            done = check_now(organization.pk, now)
            text = ngettext("%(count)s bundle is checked.", "%(count)s bundles are checked.", done)
            messages.success(request, text % {"count": done})
    except Problem as problem:
        messages.error(request, words(problem.words))
    return redirect("archive:page")


@owners_only
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Put on record where bundles were brought, and who keeps them (R4.3)."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _shown(request, move_form=form)
    chosen = ArchiveBundle.objects.filter(
        organization=organization_of(request), public_id__in=request.POST.getlist("bundle"), gone_at=None
    ).exclude(written_at=None)
    if form.cleaned_data["remove"]:
        try:
            for bundle in chosen:
                delete(path_of(bundle))
        except OSError as error:
            messages.error(request, _("The file cannot be deleted (%(why)s).") % {"why": error.strerror})
            return redirect("archive:page")
    count = chosen.update(
        place=form.cleaned_data["place"],
        keeper=form.cleaned_data["keeper"],
        moved_at=page_now(),
        problem=None,
    )
    if count:
        text = ngettext(
            "%(count)s bundle is on record there.", "%(count)s bundles are on record there.", count
        )
        messages.success(request, text % {"count": count})
    else:
        messages.warning(request, _("Tick the bundles that were moved."))
    return redirect("archive:page")


@owners_only
@require_POST
def forget(request: HttpRequest, public_id: str) -> HttpResponse:
    """Delete a bundle whose years are over; of one that was moved, put on record that it is destroyed."""
    bundle = get_object_or_404(
        ArchiveBundle, organization=organization_of(request), public_id=public_id, gone_at=None
    )
    now = page_now()
    if bundle.keep_until >= now.date():
        messages.error(request, _("This bundle must be kept longer yet."))
        return redirect("archive:page")
    try:
        delete(path_of(bundle))
    except OSError as error:
        messages.error(request, _("The file cannot be deleted (%(why)s).") % {"why": error.strerror})
        return redirect("archive:page")
    bundle.gone_at, bundle.problem = now, None
    bundle.save(update_fields=["gone_at", "problem"])
    messages.success(request, _("The bundle is deleted. Its line stays as a record."))
    return redirect("archive:page")


app_name = "archive"

urlpatterns = [
    path("settings/data-protection/archive/", page, name="page"),
    path("settings/data-protection/archive/keys/", add_key, name="add_key"),
    path("settings/data-protection/archive/keys/<str:public_id>/end/", end_key, name="end_key"),
    path("settings/data-protection/archive/keys/<str:public_id>/try/", try_key, name="try_key"),
    path("settings/data-protection/archive/years/", set_years, name="years"),
    path("settings/data-protection/archive/look/", look, name="look"),
    path("settings/data-protection/archive/move/", move, name="move"),
    path("settings/data-protection/archive/<str:public_id>/delete/", forget, name="forget"),
]
