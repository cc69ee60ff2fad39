"""The few pages of Seller Central that a merchant needs, in German."""
