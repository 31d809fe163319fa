"""The models: their pages, which one reads, models in and out."""
