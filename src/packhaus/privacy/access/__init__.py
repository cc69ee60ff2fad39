"""Who opened buyers' data, when and what for: kept twelve months, with nothing personal in it (R4.2)."""
