"""The web app: a Django project. Nothing outside this package imports Django."""
