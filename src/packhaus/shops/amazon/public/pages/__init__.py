"""The pages of a public application: its keys, the way to Amazon's consent and back, the rest of the set-up.

They lie below Amazon's own and have its namespace; they come before the addresses that hold an id.
"""

from __future__ import annotations

from django.urls import URLPattern, path

from packhaus.shops.amazon.public.pages import from_amazon, walk
from packhaus.shops.amazon.public.pages.application import application
from packhaus.shops.amazon.public.pages.finish import finish

_BASE = "settings/integrations/amazon"

urlpatterns: list[URLPattern] = [
    path(f"{_BASE}/application/", application, name="application"),
    path(f"{_BASE}/consent/", walk.consent, name="consent"),
    path(f"{_BASE}/callback/", walk.callback, name="callback"),
    path(f"{_BASE}/arrived/", walk.arrived, name="arrived"),
    path(f"{_BASE}/not-taken/", walk.not_taken, name="not_taken"),
    path(f"{_BASE}/walk/<str:public_id>/", walk.walk, name="walk"),
    path(f"{_BASE}/walk/<str:public_id>/progress/", walk.progress, name="walk_progress"),
    path(f"{_BASE}/login/", from_amazon.login, name="login"),
    path(f"{_BASE}/asked/", from_amazon.asked, name="asked"),
    path(f"{_BASE}/finish/<str:public_id>/", finish, name="finish"),
]
