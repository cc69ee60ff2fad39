"""The tests' one password, hashed as for a merchant, once a process: that takes a quarter of a second."""

from __future__ import annotations

import functools

PASSWORD = "Packtisch-2-Nord"


@functools.cache
def hashed(password: str = PASSWORD) -> str:
    """What is stored of a password."""
    from django.contrib.auth.hashers import make_password

    return make_password(password)
