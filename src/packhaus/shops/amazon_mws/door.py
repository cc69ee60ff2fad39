"""Opens an account at Amazon's old system with the keys that this installation has now."""

from __future__ import annotations

from msgspec.structs import replace

from packhaus.kit.errors import AuthorizationEnded
from packhaus.kit.protocols import Clock, Limiter
from packhaus.kit.words import Words, gettext_noop
from packhaus.shops.amazon_mws.installation import SETTINGS, developer
from packhaus.shops.amazon_mws.problems import CONNECTION_PAGE
from packhaus.shops.amazon_mws.shop import AmazonMwsShop
from packhaus.shops.port import Credentials


def open_account(credentials: Credentials, limiter: Limiter, clock: Clock) -> AmazonMwsShop:
    """The account of ``credentials``; whatever keys stand there, those of the installation sign.

    So whoever runs Packhaus changes them in one place, for all merchants. Raises AuthorizationEnded with the
    cause ``keys`` where there are none.
    """
    known = developer()
    if known is None:
        raise AuthorizationEnded(
            Words(NO_DEVELOPER, {"settings": ", ".join(SETTINGS)}), "keys", CONNECTION_PAGE
        )
    signing = replace(credentials, client_id=known.access_key, client_secret=known.secret_key)
    return AmazonMwsShop(signing, limiter, clock)


NO_DEVELOPER = gettext_noop(
    "This installation is no developer at Amazon: one of the settings %(settings)s is missing. Whoever runs "
    "Packhaus enters it; then all goes on by itself."
)
