"""How readings are written on a page."""
