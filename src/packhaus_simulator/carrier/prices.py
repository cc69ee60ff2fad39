"""Countries that the carrier serves, with their zone, and what a parcel costs."""

COUNTRY_NAMES = {
    "DE": "DEUTSCHLAND",
    "AT": "ÖSTERREICH",
    "BE": "BELGIEN",
    "BG": "BULGARIEN",
    "CZ": "TSCHECHIEN",
    "DK": "DÄNEMARK",
    "EE": "ESTLAND",
    "ES": "SPANIEN",
    "FI": "FINNLAND",
    "FR": "FRANKREICH",
    "GR": "GRIECHENLAND",
    "HR": "KROATIEN",
    "HU": "UNGARN",
    "IE": "IRLAND",
    "IT": "ITALIEN",
    "LT": "LITAUEN",
    "LU": "LUXEMBURG",
    "LV": "LETTLAND",
    "NL": "NIEDERLANDE",
    "PL": "POLEN",
    "PT": "PORTUGAL",
    "RO": "RUMÄNIEN",
    "SE": "SCHWEDEN",
    "SI": "SLOWENIEN",
    "SK": "SLOWAKEI",
    "CH": "SCHWEIZ",
    "GB": "GROSSBRITANNIEN",
}
_NEAR = ("AT", "BE", "CZ", "DK", "FR", "LU", "NL", "PL")
_STEPS = ((2_000, 549), (5_000, 699), (10_000, 999), (20_000, 1_449), (31_500, 1_899))


def price_cents(service: str, country: str, grams: int) -> int:
    """Price in euro cents, tax included."""
    if service == "kleinpaket":
        return 399
    step = next(cents for most, cents in _STEPS if grams <= most)
    if country == "DE":
        return step
    return step + (700 if country in _NEAR else 1_100)
