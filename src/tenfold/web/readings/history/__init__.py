"""Looking back on readings: which of them, a page at a time, and out of here as files."""
