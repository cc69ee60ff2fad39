"""Where each page is."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("packhaus.desk.pages")),
    path("", include("packhaus.desk.help.pages")),
    path("", include("packhaus.accounts.pages")),
    path("", include("packhaus.orders.pages")),
    path("", include("packhaus.parcels.pages")),
    path("", include("packhaus.products.pages")),
    path("", include("packhaus.shops.own.pages")),
    path("", include("packhaus.shops.pages")),
    path("", include("packhaus.shops.amazon.pages")),
    path("", include("packhaus.shops.amazon_mws.pages")),
    path("", include("packhaus.carriers.pages")),
    path("", include("packhaus.authorizations.pages")),
    path("", include("packhaus.messages.pages")),
    path("", include("packhaus.messages.tracking.pages")),
    path("", include("packhaus.privacy.pages")),
    path("", include("packhaus.privacy.archive.pages")),
]

handler400 = "packhaus.desk.errors.bad_request"
handler403 = "packhaus.desk.errors.forbidden"
handler404 = "packhaus.desk.errors.not_found"
handler500 = "packhaus.desk.errors.broken"
