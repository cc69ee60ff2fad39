"""Where a member changes their own password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from packhaus.accounts.forms import OwnPasswordForm
from packhaus.accounts.login import member_for
from packhaus.desk.visitor import member_of, page_now


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("present", "password", "again")
def own_password(request: HttpRequest) -> HttpResponse:
    """Ask for the present password and a new one; all other sessions of the member end with the old one.

    Wrong tries count as those at the log-in do.
    """
    member = member_of(request)
    form = OwnPasswordForm(request.POST or None, member=member)
    if form.is_bound and form.is_valid():
        if form.cleaned_data["password"] == form.cleaned_data["present"]:
            form.add_error("password", _("This is the present one. Choose another."))
        elif member_for(member.email, form.cleaned_data["present"], page_now()) is None:
            form.add_error("present", _("This is not your present password, or the account is locked."))
        else:
            member.set_password(form.cleaned_data["password"])
            member.save(update_fields=["password"])
            update_session_auth_hash(request, member)
            messages.success(request, _("Your password is changed. Elsewhere you are logged out."))
            return redirect("desk:today")
    return render(request, "accounts/own_password.html", {"form": form}, status=422 if form.errors else 200)
