"""The pages of orders: list, search, reading pane, address, and what one can do with an order."""

from __future__ import annotations

from django.urls import path

from packhaus.orders.pages import actions, address, detail, list_page, search_page

app_name = "orders"

urlpatterns = [
    path("orders/", list_page.orders, name="list"),
    path("orders/search/", search_page.search, name="search"),
    path("orders/hold/", actions.hold, name="hold"),
    path("orders/release/", actions.release, name="release"),
    path("orders/<str:public_id>/", detail.order, name="detail"),
    path("orders/<str:public_id>/address/", address.address, name="address"),
    path("orders/<str:public_id>/cancel/", actions.cancel, name="cancel"),
    path("orders/<str:public_id>/uncancel/", actions.uncancel, name="uncancel"),
    path("orders/<str:public_id>/fetch/", actions.fetch, name="fetch"),
]
