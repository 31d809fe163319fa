"""What many readings tell together: how many, how sure, how right, how fast."""
