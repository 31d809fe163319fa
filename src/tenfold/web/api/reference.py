"""The API's description for people: made from its OpenAPI, so that it tells what is so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from tenfold.web.api.v1 import schema

_METHODS: Final = ("get", "post", "patch", "put", "delete")
_DEPTH: Final = 8
_BODIES: Final = {
    "read": "-F file=@digits.png",
    "create_batch": "-F file=@scans.zip",
    "correct_reading": """-H 'Content-Type: application/json' -d '{"corrected": "407"}'""",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a part of a body."""

    name: str
    kind: str
    about: str
    required: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back: its status in number and words, and its shape where it has one."""

    status: str
    words: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked."""

    id: str
    method: str
    path: str
    title: str
    about: str
    is_open: bool
    fields: list[Field]
    bodies: list[Field]
    answers: list[Answer]
    refusals: str
    example: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """What belongs together."""

    title: str
    operations: list[Operation]


def chapters(base: str, *, with_token: bool) -> list[Chapter]:
    """Describe every operation.

    Args:
        base: address of this server, without a slash at its end.
        with_token: whether the examples need a token.

    """
    found: dict[str, list[Operation]] = {}
    for path, methods in schema()["paths"].items():
        for method in _METHODS:
            if method in methods:
                told = _operation(path, method, methods[method], base, with_token=with_token)
                found.setdefault(methods[method]["tags"][0], []).append(told)
    return [Chapter(title, operations) for title, operations in found.items()]


def _operation(
    path: str, method: str, told: dict[str, Any], base: str, *, with_token: bool
) -> Operation:
    good = {code: a for code, a in told["responses"].items() if int(code) < 400}
    is_open = "security" not in told
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        title=told["summary"],
        about=told.get("description", ""),
        is_open=is_open,
        fields=[_parameter(p) for p in told["parameters"]],
        bodies=_bodies(told.get("requestBody", {})),
        answers=[_answer(code, answer) for code, answer in good.items()],
        refusals=", ".join(str(code) for code in told["responses"] if code not in good),
        example=_curl(path, method, told, base, with_token=with_token and not is_open),
    )


def _parameter(told: dict[str, Any]) -> Field:
    return Field(
        told["name"], _kind(told["schema"]), told.get("description", ""), bool(told["required"])
    )


def _bodies(told: dict[str, Any]) -> list[Field]:
    """Return the kinds of body with their shape; kinds of one shape stand together."""
    by_shape: dict[str, list[str]] = {}
    for kind, content in told.get("content", {}).items():
        by_shape.setdefault(_shape(content["schema"]), []).append(kind)
    return [Field(", ".join(kinds), shape, "", True) for shape, kinds in by_shape.items()]


def _answer(code: int | str, told: dict[str, Any]) -> Answer:
    content = told.get("content", {}).get("application/json")
    return Answer(
        str(code), HTTPStatus(int(code)).phrase, _shape(content["schema"]) if content else ""
    )


def _curl(path: str, method: str, told: dict[str, Any], base: str, *, with_token: bool) -> str:
    words = ["curl"]
    if method not in ("get", "post") or (method == "post" and told["operationId"] not in _BODIES):
        words.append(f"-X {method.upper()}")
    if with_token:
        words.append('-H "Authorization: Bearer $TENFOLD_TOKEN"')
    if told["operationId"] in _BODIES:
        words.append(_BODIES[told["operationId"]])
    filled = path.replace("{id}", "12").replace("{name}", "tenfold_small")
    return " ".join([*words, f"{base}{filled}"])


def _kind(told: dict[str, Any]) -> str:
    """Name a simple type with its limits: ``integer 1 to 200, default 50``."""
    told = _resolved(told)
    if "enum" in told:
        return " | ".join(json.dumps(value) for value in told["enum"])
    if "anyOf" in told or "oneOf" in told:
        return " | ".join(dict.fromkeys(_kind(t) for t in told.get("anyOf", told.get("oneOf"))))
    words = [str(told.get("format") or told.get("type") or "anything")]
    if words == ["binary"]:
        return "the bytes of a file"
    low, high = told.get("minimum"), told.get("maximum")
    if low is not None and high is not None and high < 2**31 - 1:
        words.append(f"{low:g} to {high:g}")
    if told.get("default") not in (None, ""):
        words.append(f"(default {json.dumps(told['default'])})")
    return " ".join(words)


def _shape(told: dict[str, Any], depth: int = 0) -> str:
    """Sketch a schema as JSON with types for values."""
    told = _resolved(told)
    inner = "  " * (depth + 1)
    if depth > _DEPTH:
        return "…"
    several = told.get("anyOf") or told.get("oneOf")
    if several and any(_is_nested(t) for t in several):
        return f"\n{'  ' * depth}or ".join(_shape(t, depth) for t in several)
    if told.get("type") == "array" and _is_nested(told["items"]):
        return f"[{_shape(told['items'], depth)}, …]"
    if told.get("type") == "array":
        return f"[{_kind(told['items'])}, …]"
    if not told.get("properties"):
        return _kind(told)
    lines = [
        f'{inner}"{name}": {_shape(value, depth + 1)}' for name, value in told["properties"].items()
    ]
    return "{\n" + ",\n".join(lines) + f"\n{'  ' * depth}}}"


def _is_nested(told: dict[str, Any]) -> bool:
    told = _resolved(told)
    several = told.get("anyOf") or told.get("oneOf") or []
    return bool(told.get("properties")) or any(_is_nested(t) for t in several)


def _resolved(told: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in told:
        return told
    found: dict[str, Any] = schema()["components"]["schemas"][told["$ref"].rpartition("/")[2]]
    return found
