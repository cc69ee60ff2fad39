"""Amounts of money as whole cents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_EXPONENTS = {"JPY": 0, "KRW": 0, "BHD": 3, "KWD": 3, "TND": 3}


@dataclass(frozen=True)
class Money:
    """``cents`` are the currency's smallest unit (yen for JPY); ``currency`` is ISO 4217."""

    cents: int
    currency: str

    @classmethod
    def parse(cls, amount: str, currency: str) -> Money:
        """Read a decimal ``amount`` such as ``"74.80"``.

        Raises ValueError where it is no number or the currency is not three capital letters.
        """
        if len(currency) != 3 or not currency.isascii() or not currency.isupper():
            raise ValueError(f"currency must be three capital letters as in EUR, not {currency!r}")
        try:
            value = Decimal(amount)
        except InvalidOperation:
            raise ValueError("amount must be a decimal number as in 74.80") from None
        if not value.is_finite():
            raise ValueError("amount must be a decimal number as in 74.80")
        scaled = value.scaleb(_EXPONENTS.get(currency, 2))
        return cls(int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP)), currency)

    def decimal(self) -> Decimal:
        """The amount in the currency's main unit."""
        return Decimal(self.cents).scaleb(-_EXPONENTS.get(self.currency, 2))
