"""Settings > User permissions (R4.7): the current authorizations, one of them, renew, revoke."""

from __future__ import annotations

from django.urls import path

from packhaus.authorizations.pages import actions, detail, list_page

app_name = "authorizations"

urlpatterns = [
    path("settings/permissions/", list_page.permissions, name="list"),
    path("settings/permissions/<str:public_id>/", detail.authorization, name="detail"),
    path("settings/permissions/<str:public_id>/renew/", actions.renew, name="renew"),
    path("settings/permissions/<str:public_id>/revoke/", actions.take_back, name="revoke"),
]
