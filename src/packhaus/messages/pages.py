"""Settings > E-mail: the merchant's mail server, a test mail, and what became of the last mails."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from packhaus.accounts.models import Organization
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, organization_of, owners_only, page_now
from packhaus.flow.deliver import send_now
from packhaus.kit.errors import Problem
from packhaus.messages import outbox
from packhaus.messages.forms import MailForm
from packhaus.messages.letters import KINDS
from packhaus.messages.models import MailSettings, Message
from packhaus.messages.server import MailServer, operators, save_server, server_of
from packhaus.messages.states import OPEN

_SHOWN = 20
_NOBODY_WORKS = timedelta(seconds=20)
"""So long after a test mail was asked for a worker should have begun with it."""
_PLACES = ("host", "port", "security", "user", "sender_address", "sender_name")


@dataclass(frozen=True)
class Sent:
    """A mail as the list shows it."""

    message: Message
    title: str


@dataclass(frozen=True)
class Test:
    """A test mail and how far it is. ``waits``: look again; ``is_left``: no worker took it up."""

    message: Message
    waits: bool
    is_left: bool


def _operators_server() -> MailServer | None:
    try:
        return operators()
    except Problem:
        return None


def _own(organization: Organization) -> MailSettings | None:
    return MailSettings.objects.filter(organization=organization).exclude(host="").first()


def _test_of(organization: Organization, public_id: str) -> Test | None:
    message = (
        Message.objects.filter(organization=organization, public_id=public_id, kind="test")
        .select_related("recipient")
        .first()
    )
    if message is None:
        return None
    waits = message.state in OPEN
    untouched = message.attempts == 0 and not message.words
    return Test(message, waits, waits and untouched and page_now() - message.made_at > _NOBODY_WORKS)


def _sent(organization: Organization) -> list[Sent]:
    newest = (
        Message.objects.filter(organization=organization)
        .select_related("recipient")
        .order_by("-made_at", "-pk")[:_SHOWN]
    )
    return [Sent(message, KINDS[message.kind].title) for message in newest if message.kind in KINDS]


def _page(request: HttpRequest, form: MailForm) -> HttpResponse:
    organization = organization_of(request)
    own, operators_server = _own(organization), _operators_server()
    context = {
        "form": form,
        "own": own,
        "operators": operators_server if own is None else None,
        "can_send": own is not None or operators_server is not None,
        "problem": outbox.mail_problem(organization),
        "kept": MailSettings.objects.filter(organization=organization).first(),
        "owners": outbox.owners(organization),
        "sent": _sent(organization),
        "test": _test_of(organization, request.GET.get("test", "")),
        "nonce": secrets.token_hex(12),
    }
    return render(request, "messages/settings.html", context, status=422 if form.errors else 200)


@owners_only
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@sensitive_variables("form")
def settings(request: HttpRequest) -> HttpResponse:
    """Enter the mail server; what waited is sent by it at once."""
    organization = organization_of(request)
    own = _own(organization)
    initial = model_to_dict(own, _PLACES) if own else {"sender_name": organization.name}
    form = MailForm(request.POST or None, initial=initial, kept=own)
    if form.is_bound and form.is_valid():
        now = page_now()
        try:
            with transaction.atomic():
                save_server(organization, **form.cleaned_data, now=now)
                send_now(organization, now)
        except Problem as problem:
            form.add_error(None, words(problem.words))
        else:
            messages.success(request, _("The mail server is saved. A test mail shows whether it works."))
            return redirect("messages:settings")
    return _page(request, form)


@owners_only
@require_POST
def send_test(request: HttpRequest) -> HttpResponse:
    """A mail to the member who asks, by the settings as they are saved."""
    organization, member, now = organization_of(request), member_of(request), page_now()
    try:
        server_of(organization)
    except Problem as problem:
        messages.error(request, words(problem.words))
        return redirect("messages:settings")
    key = f"test:{request.POST.get('nonce', '')[:40] or secrets.token_hex(12)}"
    with transaction.atomic():
        MailSettings.objects.update_or_create(organization=organization, defaults={"tested_at": now})
        asked = outbox.ask(organization, [member], "test", {}, key, now)
    return redirect(f"{reverse('messages:settings')}?test={asked[0].public_id}#test")


@owners_only
@require_safe
def test_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far a test mail is: a part of the page, asked for until it is sent or refused."""
    organization = organization_of(request)
    get_object_or_404(Message, organization=organization, public_id=public_id, kind="test")
    test = _test_of(organization, public_id)
    response = render(request, "messages/_test.html", {"test": test})
    if test is not None and not test.waits:
        # What it came to stands at other places of the page as well.
        response["HX-Refresh"] = "true"
    return response


app_name = "messages"

urlpatterns = [
    path("settings/mail/", settings, name="settings"),
    path("settings/mail/test/", send_test, name="send_test"),
    path("settings/mail/test/<str:public_id>/", test_progress, name="test_progress"),
]
