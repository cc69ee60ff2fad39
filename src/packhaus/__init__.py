"""Packhaus: a self-hosted shipping desk for merchants who sell on Amazon."""
