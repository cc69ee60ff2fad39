"""The made-up world: a shop, its listings, its buyers and their orders."""
