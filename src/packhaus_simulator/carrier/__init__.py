"""The made-up carrier "Demo-Paketdienst"."""
