"""Today, the overview of settings, the components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from packhaus.desk.states import LOOKS


def today(request: HttpRequest) -> HttpResponse:
    """What must leave today, what waits, how it goes."""
    return render(request, "desk/today.html", {})


def components(request: HttpRequest) -> HttpResponse:
    """Every component once, in both schemes."""
    return render(request, "desk/components.html", {"looks": LOOKS})


app_name = "desk"

urlpatterns = [
    path("", today, name="today"),
    path("components/", components, name="components"),
]
