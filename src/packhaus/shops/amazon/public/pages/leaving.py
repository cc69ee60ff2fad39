"""The last page before Amazon's: it leads on by itself, and leaves no trace of where to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def leave(request: HttpRequest, address: str) -> HttpResponse:
    """Go on at ``address``, which holds a state.

    A page and not a redirect: our policy lets no form lead to a foreign address, by a redirect neither, and
    so it need not be widened on any page with such a form.
    """
    response = render(request, "shops/amazon/public/leave.html", {"address": address})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
