"""The network seen from inside, live, in the browser."""
