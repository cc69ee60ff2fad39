"""Settings > Members: who works here, as owner or packer, and the link to choose a password by."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from packhaus.accounts import members as flow
from packhaus.accounts.address import panel_address
from packhaus.accounts.forms import MemberForm
from packhaus.accounts.models import Member
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, organization_of, owners_only, page_now
from packhaus.kit.errors import Rejected


def _member(request: HttpRequest, public_id: str) -> Member:
    return get_object_or_404(Member, organization=organization_of(request), public_id=public_id)


@owners_only
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest) -> HttpResponse:
    """Everybody who may log in, and a form for one more."""
    form = MemberForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            added = flow.add(member_of(request), **form.cleaned_data, now=page_now())
        except Rejected as problem:
            form.add_error(problem.field, words(problem.words))
        else:
            return redirect("accounts:link", added.public_id)
    people = Member.objects.filter(organization=organization_of(request)).order_by("-is_active", "name")
    context = {"people": [(one, flow.is_last_owner(one)) for one in people], "form": form}
    return render(request, "accounts/members.html", context, status=422 if form.errors else 200)


@owners_only
@require_safe
def link(request: HttpRequest, public_id: str) -> HttpResponse:
    """The link by which a member chooses a password: the first, or a new one."""
    member = _member(request, public_id)
    if not member.is_active:
        return redirect("accounts:members")
    path = reverse("accounts:welcome", args=[member.public_id])
    address = f"{panel_address(request)}{path}?key={flow.key_of(member)}"
    return render(request, "accounts/link.html", {"one": member, "address": address})


@owners_only
@require_POST
def role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a packer an owner, or the reverse."""
    member, wanted = _member(request, public_id), request.POST.get("role", "")
    if wanted in Member.Role.values:
        try:
            flow.change_role(member, wanted)
        except Rejected as problem:
            messages.error(request, words(problem.words))
        else:
            said = _("%(name)s is an owner now.") if member.is_owner else _("%(name)s is a packer now.")
            messages.success(request, said % {"name": member.name})
    return redirect("accounts:members")


@owners_only
@require_POST
def active(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a member in no longer, or again."""
    member = _member(request, public_id)
    try:
        flow.let_in(member, request.POST.get("active") == "1")
    except Rejected as problem:
        messages.error(request, words(problem.words))
    else:
        said = _("%(name)s may log in again.") if member.is_active else _("%(name)s can no longer log in.")
        messages.success(request, said % {"name": member.name})
    return redirect("accounts:members")
