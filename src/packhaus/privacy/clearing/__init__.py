"""How what is over goes from the tables, page by page, with a receipt in the same commit."""
