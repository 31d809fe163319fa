"""The API as one: its routers, its OpenAPI, its errors."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tenfold import __version__
from tenfold.web.api import batches, read, readings, runs, server
from tenfold.web.api.errors import install
from tenfold.web.readings.reader import model_names, reader

_ROOT: Final = "/api/v1"
ABOUT: Final = (
    "Reads digits in pictures over HTTP. On one's own machine no token is needed; a server with "
    "accounts takes `Authorization: Bearer`. Every error has the form "
    '`{"error": {"code", "message", "hint"}}`, every answer its X-Request-ID.'
)


class Api(NinjaAPI):
    """The API, with an OpenAPI that says no more than is so."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the description without what the framework adds by habit."""
        described = super().get_openapi_schema(**options)
        for methods in described["paths"].values():
            for operation in methods.values():
                for parameter in operation["parameters"]:
                    _tidy(parameter)
        _name_models(described["paths"])
        return described


def _tidy(parameter: dict[str, Any]) -> None:
    """Take null out: a parameter of an address is left out, it cannot be null."""
    shape = parameter["schema"]
    kinds = [kind for kind in shape.pop("anyOf", []) if kind != {"type": "null"}]
    for kind in kinds:
        shape.update(kind)
    for name in ("title", "description"):
        shape.pop(name, None)


def _name_models(paths: dict[str, Any]) -> None:
    """Say which models and error rates may be asked for: that is known once the server runs."""
    card = reader().card
    for parameter in paths[f"{_ROOT}/read"]["post"]["parameters"]:
        if parameter["name"] == "model":
            parameter["schema"] = {"type": "string", "enum": model_names(), "default": card.name}
        if parameter["name"] == "error_rate":
            del parameter["schema"]["exclusiveMinimum"]
            parameter["schema"]["minimum"] = min(map(float, card.thresholds))


api: Final = Api(
    title="Tenfold",
    version=__version__,
    description=ABOUT,
    docs_url=None,
    urls_namespace="api-v1",
)
install(api)
api.add_router("", read.router)
api.add_router("/readings", readings.router)
api.add_router("/batches", batches.router)
api.add_router("/runs", runs.router)
api.add_router("", server.router)


def schema() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description; it names the models that there are now."""
    return _schema(tuple(model_names()), reader().card.sha256)


@lru_cache(maxsize=2)
def _schema(*models: Any) -> dict[str, Any]:
    return api.get_openapi_schema()
