"""Amazon's Marketplace Web Service as it was until 2024: the older system of the guide (R1, R2)."""
