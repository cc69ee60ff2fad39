"""First run, log-in, log-out, language; the people of a merchant, and their passwords."""

from __future__ import annotations

from django.urls import path

from packhaus.accounts.pages import entry, people
from packhaus.accounts.pages.own_password import own_password
from packhaus.accounts.pages.welcome import welcome

app_name = "accounts"

urlpatterns = [
    path("first-run/", entry.first_run, name="first_run"),
    path("login/", entry.log_in, name="login"),
    path("logout/", entry.log_out, name="logout"),
    path("language/", entry.language, name="language"),
    path("password/", own_password, name="password"),
    path("welcome/<str:public_id>/", welcome, name="welcome"),
    path("settings/members/", people.members, name="members"),
    path("settings/members/<str:public_id>/link/", people.link, name="link"),
    path("settings/members/<str:public_id>/role/", people.role, name="role"),
    path("settings/members/<str:public_id>/active/", people.active, name="active"),
]
