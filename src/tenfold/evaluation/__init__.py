"""Measuring a reader: accuracy, calibration, rejection, robustness, and the report of all four."""
