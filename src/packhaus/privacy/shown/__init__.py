"""What a merchant sees of data protection: what is held, what is due, what was erased, under which keys."""
