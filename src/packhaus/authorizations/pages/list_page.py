"""Current authorizations (R4.7), and the merchant's people with their roles."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from packhaus.accounts.models import Member
from packhaus.accounts.roles import ROLES
from packhaus.authorizations.pages.shown import in_order, shown
from packhaus.desk.visitor import member_of, organization_of, page_now
from packhaus.messages.outbox import mail_problem

A_PAGE = 50


@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    """Who may do what: shops' accounts that let us in, and the people of this merchant."""
    organization, now = organization_of(request), page_now()
    pages = Paginator(in_order(organization, now), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    members = Member.objects.filter(organization=organization, is_active=True).order_by("name")
    context = {
        "page": page,
        "shown": shown(list(page.object_list), now),
        "mail_problem": mail_problem(organization),
        "is_owner": member_of(request).role == Member.Role.OWNER,
        "members": [(member, ROLES[member.role]) for member in members],
    }
    return render(request, "authorizations/list.html", context)
