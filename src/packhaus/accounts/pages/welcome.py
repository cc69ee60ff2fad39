"""Where somebody chooses a password, led there by an owner's link."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from packhaus.accounts import members as flow
from packhaus.accounts.forms import NewPasswordForm
from packhaus.accounts.models import Member
from packhaus.accounts.pages.entry import BACKEND
from packhaus.desk.visitor import open_to_all


@open_to_all
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password", "again")
def welcome(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose a password and be logged in; 404 for a link that is used, too old, or none."""
    member = Member.objects.filter(public_id=public_id).first()
    if member is None or not flow.opens(member, request.GET.get("key", "")):
        return render(request, "accounts/link_over.html", status=404)
    form = NewPasswordForm(request.POST or None, member=member)
    if form.is_bound and form.is_valid():
        member.set_password(form.cleaned_data["password"])
        member.failed_logins, member.locked_until = 0, None
        member.save(update_fields=["password", "failed_logins", "locked_until"])
        login(request, member, backend=BACKEND)
        return redirect("desk:today")
    context = {"one": member, "form": form}
    return render(request, "accounts/welcome.html", context, status=422 if form.errors else 200)
