"""The demo: a merchant's first day, done through the pages and commands that a merchant has."""
