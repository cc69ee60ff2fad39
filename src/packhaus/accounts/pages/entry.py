"""First run, log-in, log-out, language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from packhaus.accounts.first_run import set_up
from packhaus.accounts.forms import FirstRunForm, LoginForm
from packhaus.accounts.login import member_for
from packhaus.accounts.models import Member
from packhaus.desk.visitor import open_to_all, page_now

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _safe_next(request: HttpRequest, fallback: str) -> str:
    """Where the visitor wanted to go, if that is within the panel."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if inside else reverse(fallback)


@open_to_all
@sensitive_post_parameters("password", "again")
def first_run(request: HttpRequest) -> HttpResponse:
    """Make the organization and its owner, once."""
    if Member.objects.exists():
        return redirect("desk:today")
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        member = set_up(
            organization=data["organization"],
            name=data["name"],
            email=data["email"],
            password=data["password"],
            language=translation.get_language() or settings.LANGUAGE_CODE,
            time_zone=data["time_zone"],
            now=page_now(),
        )
        if member is None:
            return redirect("accounts:login")
        login(request, member, backend=BACKEND)
        return redirect("desk:today")
    return render(request, "accounts/first_run.html", {"form": form}, status=422 if form.errors else 200)


@open_to_all
@sensitive_post_parameters("password")
def log_in(request: HttpRequest) -> HttpResponse:
    """Let a member in; the same answer for an unknown e-mail address and a wrong password."""
    if isinstance(request.user, Member):
        return redirect(_safe_next(request, "desk:today"))
    if not Member.objects.exists():
        return redirect("accounts:first_run")
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member = member_for(form.cleaned_data["email"], form.cleaned_data["password"], page_now())
        if member is not None:
            login(request, member, backend=BACKEND)
            return redirect(_safe_next(request, "desk:today"))
        form.add_error(
            "password",
            gettext(
                "E-mail address or password is not right. "
                "After ten wrong tries an account is locked for 15 minutes."
            ),
        )
    status = 422 if form.errors else 200
    context = {"form": form, "next": _safe_next(request, "desk:today")}
    return render(request, "accounts/login.html", context, status=status)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("accounts:login")


@open_to_all
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language: a member's own is kept with the account, a visitor's in a cookie."""
    wanted = request.POST.get("language", "")
    response = redirect(_safe_next(request, "desk:today"))
    if wanted not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, Member):
        request.user.language = wanted
        request.user.save(update_fields=["language"])
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=365 * 86400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
