"""What the OpenAPI says beyond the schemas: bodies of several kinds, errors."""

from __future__ import annotations

from typing import Any, Final

from tenfold.web.api.schemas import Error

_PICTURE: Final = {"type": "string", "format": "binary"}
_BASE64: Final = {
    "type": "string",
    "format": "picture",
    "description": "base64, or a data URL: data:image/png;base64,...",
}
_NAMED: Final = {
    "type": "object",
    "required": ["image"],
    "additionalProperties": False,
    "properties": {"image": _BASE64, "name": {"type": "string", "maxLength": 255}},
}
_FORM: Final = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {
            "type": "array",
            "minItems": 1,
            "items": _PICTURE,
            "description": "one file or several; the field's name does not matter",
        }
    },
}

READ_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "image/png": {"schema": _PICTURE},
        "image/jpeg": {"schema": _PICTURE},
        "application/octet-stream": {"schema": _PICTURE},
        "multipart/form-data": {"schema": _FORM},
        "application/json": {
            "schema": {
                "oneOf": [
                    _NAMED,
                    {
                        "type": "object",
                        "required": ["images"],
                        "additionalProperties": False,
                        "properties": {
                            "images": {
                                "type": "array",
                                "minItems": 1,
                                "maxItems": 100,
                                "items": {"oneOf": [_BASE64, _NAMED]},
                            }
                        },
                    },
                ]
            }
        },
    },
}

BATCH_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "multipart/form-data": {"schema": _FORM},
        "application/zip": {"schema": {"type": "string", "format": "binary"}},
    },
}


def failures(*statuses: int) -> dict[int, type[Error]]:
    """Return the statuses with which an operation refuses, each in the one form."""
    return dict.fromkeys(statuses, Error)
