"""The rule for passwords that Amazon's data protection policy sets."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MixedCharactersValidator:
    """Upper and lower case, a digit and a special character (AMAZON.md, Data protection policy)."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError that names what is missing."""
        missing = [
            name
            for name, there in (
                (_("a capital letter"), any(c.isupper() for c in password)),
                (_("a small letter"), any(c.islower() for c in password)),
                (_("a digit"), any(c.isdigit() for c in password)),
                (_("a special character"), any(not c.isalnum() for c in password)),
            )
            if not there
        ]
        if missing:
            raise ValidationError(
                _("The password still needs: %(missing)s.") % {"missing": ", ".join(missing)},
                code="password_not_mixed",
            )

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Capital and small letters, a digit and a special character.")
