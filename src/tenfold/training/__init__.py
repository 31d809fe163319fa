"""From a recipe to a model: corpus, loop, export, card."""
