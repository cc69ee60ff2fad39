"""The admin face, which is not Amazon's: tests and demos move the world here."""
