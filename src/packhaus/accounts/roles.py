"""What each role may do, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

ROLES: dict[str, Promise] = {
    "owner": pgettext_lazy("role", "Owner: may do everything, gets the mails"),
    "packer": pgettext_lazy("role", "Packer: packs and prints"),
}
