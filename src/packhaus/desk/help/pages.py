"""Help: each page in the reader's language, and the list of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from packhaus.desk.help.contents import PAGES, HelpPage


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The list of help pages."""
    return render(request, "desk/help/list.html", {"pages": PAGES})


@require_safe
def page(request: HttpRequest, shown: HelpPage) -> HttpResponse:
    """One help page."""
    return render(request, shown.template(get_language() or ""))


app_name = "help"

urlpatterns = [
    path("help/", overview, name="overview"),
    *(path(f"help/{one.slug}/", page, {"shown": one}, name=one.slug) for one in PAGES),
]
