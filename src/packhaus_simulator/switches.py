"""How the other side behaves where its behavior is not known for sure, or differs between accounts.

The defaults play what the better source says; ``docs/simulator.md`` names source and switch for each.
"""

from typing import Literal

import msgspec

from packhaus_simulator.values import JsonObject


class Switches(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One field a behavior; times in simulated seconds."""

    limits: bool = True
    limit_header_on_429: bool = False
    search_horizon_seconds: float = 120.0
    package_lag_seconds: float = 0.0
    page_order: Literal["oldest_first", "newest_first"] = "oldest_first"
    offset_times: Literal["refuse", "accept"] = "refuse"
    revoked_access_tokens: Literal["stop", "live"] = "stop"
    pending_recipient: bool = False
    listing_lag_seconds: float = 0.0
    postal_code_without_role: bool = False
    buyer_email: bool = True
    pending_prices: bool = True
    detailed_package_status: bool = False
    purchase_order_in_name: str = "{name} PO# {po}"
    repeated_list_parameters: Literal["refuse", "accept"] = "refuse"
    reference_again: Literal["edit", "refuse"] = "edit"
    edits_allowed: int = 20
    duplicate_tracking: Literal["accept", "refuse"] = "accept"
    tracking_formats: Literal["ignore", "check"] = "ignore"
    ship_date: Literal["ignore", "check"] = "ignore"
    expired_secret: Literal["api", "token"] = "api"
    new_secret_delay_seconds: float = 0.0
    roles_need_new_authorization: bool = False
    authorization_year: Literal["calendar", "365_days"] = "calendar"
    reauthorization_token: Literal["same", "new"] = "same"
    code_reuse: Literal["refuse", "revoke"] = "refuse"
    non_amazon_participation: bool = True
    listing_marketplaces: Literal["first", "all"] = "first"
    mws_feed_seconds: float = 60.0
    mws_expired: Literal["told", "as_revoked"] = "told"
    mws_list_size: int = 10


def changed(switches: Switches, patch: JsonObject) -> Switches:
    """The switches with some fields set. Raises ``msgspec.ValidationError`` that names field and form."""
    return msgspec.convert({**msgspec.to_builtins(switches), **patch}, Switches)
