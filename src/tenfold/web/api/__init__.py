"""The HTTP API for other programs."""
