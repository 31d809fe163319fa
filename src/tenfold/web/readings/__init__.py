"""Pictures and their readings: drawing, upload, history."""
