"""From bytes to 28x28 pictures of digits: pure functions, in the order in which they run."""
