"""The SKUs and what they weigh: the list, entering a weight, looking one up again."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from packhaus.desk.formats import weight as kilograms
from packhaus.desk.templatetags.panel import words
from packhaus.desk.visitor import member_of, organization_of, page_now
from packhaus.flow import weigh
from packhaus.kit.errors import Problem
from packhaus.orders.pages.actions import attempt, back
from packhaus.products.filters import FILTERS, Choice, counts, matching
from packhaus.products.forms import WeightForm
from packhaus.products.models import Product
from packhaus.shops.models import Connection

PAGE = 100

app_name = "products"


def _list(request: HttpRequest, bad: dict[str, object] | None = None) -> HttpResponse:
    """The list; ``bad`` is a weight that could not be read, shown beside its field."""
    organization = organization_of(request)
    choice = Choice.read(request.GET)
    found = counts(organization, choice)
    page = Paginator(matching(organization, choice), PAGE).get_page(request.GET.get("page"))
    context = {
        "choice": choice,
        "page": page,
        "chips": [
            (entry, found[code], choice.address(code), choice.show == code)
            for code, entry in FILTERS.items()
            if found[code] or choice.show == code or code in ("all", "missing")
        ],
        "any": Product.objects.filter(organization=organization).exists(),
        "connected": Connection.objects.filter(organization=organization).exists(),
        "bad": bad or {},
        "next": request.get_full_path() if request.method == "GET" else reverse("products:list"),
    }
    return render(request, "products/list.html", context, status=422 if bad else 200)


@require_GET
def products(request: HttpRequest) -> HttpResponse:
    """All SKUs that were sold, with their weights and where those come from (R3.2)."""
    return _list(request)


@require_POST
def weight(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the merchant's own weight of one SKU; empty: the listing's holds again."""
    product = get_object_or_404(Product, organization=organization_of(request), public_id=public_id)
    entered = next((text for text in request.POST.getlist("weight") if text.strip()), "")
    form = WeightForm({"weight": entered})
    if not form.is_valid():
        error = str(form.errors["weight"][0])
        if request.POST.get("next", "").startswith(reverse("products:list")) or not request.POST.get("next"):
            return _list(request, {"id": public_id, "text": entered, "error": error})
        messages.error(request, f"{product.sku}: {error}")
        return back(request)
    grams = form.cleaned_data["weight"]
    if grams is None and product.own_grams is None:
        messages.warning(
            request, gettext("Enter a weight for %(sku)s, as in 1180 g or 1.18 kg.") % {"sku": product.sku}
        )
        return back(request, reverse("products:list"))
    try:
        mended = weigh.enter_weight(product, grams, member_of(request), page_now())
    except Problem as problem:
        messages.error(request, words(problem.words))
        return back(request, reverse("products:list"))
    messages.success(request, _told(product, grams, mended))
    return back(request, reverse("products:list"))


def _told(product: Product, grams: int | None, mended: int) -> str:
    sku = product.sku
    if grams is None and product.grams is None:
        return gettext("%(sku)s has no weight any more.") % {"sku": sku}
    if grams is None:
        return gettext("%(sku)s: the listing's weight holds again.") % {"sku": sku}
    told = gettext("%(sku)s weighs %(weight)s from now on.") % {"sku": sku, "weight": kilograms(grams)}
    if mended:
        told += " " + ngettext(
            "%(count)s order does not wait for it any more.",
            "%(count)s orders do not wait for it any more.",
            mended,
        ) % {"count": mended}
    return told


@require_POST
def look_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask Amazon for the weight in the listing again."""
    product = get_object_or_404(Product, organization=organization_of(request), public_id=public_id)
    attempt(
        request,
        lambda: weigh.look_up_again(product, page_now()),
        gettext("The listing of %(sku)s is being looked up.") % {"sku": product.sku},
    )
    return back(request, reverse("products:list"))


urlpatterns = [
    path("products/", products, name="list"),
    path("products/<str:public_id>/weight/", weight, name="weight"),
    path("products/<str:public_id>/look-up/", look_up, name="look_up"),
]
