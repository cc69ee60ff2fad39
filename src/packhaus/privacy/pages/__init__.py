"""Settings > Data protection: what is held, due and erased, who looked, and persons' requests (R4.2)."""

from __future__ import annotations

from django.urls import path

from packhaus.privacy.pages import access_page, copy_page, overview_page, request_page

app_name = "privacy"

urlpatterns = [
    path("settings/data-protection/", overview_page.overview, name="overview"),
    path("settings/data-protection/clock/", overview_page.clock_is_right, name="clock"),
    path("settings/data-protection/erased/", overview_page.erased, name="erased"),
    path("settings/data-protection/access/", access_page.access, name="access"),
    path("settings/data-protection/access.csv", access_page.access_csv, name="access_csv"),
    path("settings/data-protection/requests/", request_page.requests, name="requests"),
    path("settings/data-protection/requests/find/", request_page.find, name="find"),
    path("settings/data-protection/requests/copy/", copy_page.copy, name="copy"),
    path("settings/data-protection/requests/erase/", request_page.erase, name="erase"),
]
