"""The pages of orders of one's own: by hand, from files, and the shop's settings."""

from __future__ import annotations

from django.urls import path

from packhaus.shops.own.pages import file_page, files_page, new_order, settings_page

app_name = "own"

urlpatterns = [
    path("new-order/", new_order.new_order, name="order"),
    path("order-files/", files_page.files, name="files"),
    path("order-files/<str:public_id>/", file_page.file, name="file"),
    path("order-files/<str:public_id>/start/", file_page.start, name="start"),
    path("order-files/<str:public_id>/progress/", file_page.progress, name="progress"),
    path("order-files/<str:public_id>/refused/", file_page.refused, name="refused"),
    path("order-files/<str:public_id>/forget/", file_page.forget, name="forget"),
    path("settings/integrations/own/", settings_page.new, name="new"),
    path("settings/integrations/own/<str:public_id>/", settings_page.edit, name="edit"),
]
