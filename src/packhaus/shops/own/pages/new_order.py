"""New order: one order of one's own, entered by hand (R5.1)."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import organization_of, page_now
from packhaus.flow import own
from packhaus.kit.errors import Problem, Rejected
from packhaus.messages.models import TrackingMails
from packhaus.shops.own.forms import LineForm, LineFormSet, OrderForm

_LINES = 2
_MORE = 3
_MOST = 100
_Lines = cast(
    "type[LineFormSet]",
    forms.formset_factory(LineForm, formset=LineFormSet, extra=_LINES, max_num=_MOST, absolute_max=_MOST),
)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def new_order(request: HttpRequest) -> HttpResponse:
    """Enter an order; ``more`` asks for further lines, ``next`` for another order after this one."""
    organization = organization_of(request)
    if request.method == "POST" and "more" in request.POST:
        return _page(request, OrderForm(initial=_typed(request.POST)), _more_lines(request.POST))
    if request.method != "POST":
        return _page(request, OrderForm(), _Lines(prefix="line"))
    form, lines = OrderForm(request.POST), _Lines(request.POST, prefix="line")
    if form.is_valid() & lines.is_valid():
        try:
            made = own.enter(organization, form.order(lines.lines(), page_now()), page_now())
        except Rejected as error:
            form.add_error(error.field if error.field in form.fields else None, words(error.words))
        except Problem as error:
            form.add_error(None, words(error.words))
        else:
            messages.success(request, _("Order %(number)s is here.") % {"number": made.shop_order_id})
            if "next" in request.POST:
                return redirect("own:order")
            return redirect("orders:detail", made.public_id)
    return _page(request, form, lines)


def _typed(post: QueryDict) -> dict[str, str]:
    return {name: post.get(name, "") for name in OrderForm.base_fields}


def _more_lines(post: QueryDict) -> LineFormSet:
    data = post.copy()
    total = data.get("line-TOTAL_FORMS", "")
    count = int(total) if total.isdecimal() else _LINES
    typed = [
        {name: data.get(f"line-{index}-{name}", "") for name in LineForm.base_fields}
        for index in range(min(count, _MOST))
    ]
    made = cast(
        "type[LineFormSet]",
        forms.formset_factory(LineForm, formset=LineFormSet, extra=_MORE, max_num=_MOST, absolute_max=_MOST),
    )
    return made(prefix="line", initial=typed)


def _page(request: HttpRequest, form: OrderForm, lines: LineFormSet) -> HttpResponse:
    wrong = bool(form.errors) or (lines.is_bound and not lines.is_valid())
    chosen = TrackingMails.objects.filter(organization=organization_of(request), on_since__isnull=False)
    context = {"form": form, "lines": lines, "writes_mails": chosen.exists()}
    return render(request, "shops/own/new_order.html", context, status=422 if wrong else 200)
