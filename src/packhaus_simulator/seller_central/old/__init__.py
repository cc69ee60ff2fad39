"""Seller Central as the guide walks it: the pages on which a seller authorized an MWS developer (R1)."""
