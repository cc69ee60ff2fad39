"""Tags and filters for every template of the panel."""

from __future__ import annotations

from django import template

register = template.Library()
