"""The wire format of Protocol Buffers: https://protobuf.dev/programming-guides/encoding/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from tenfold.errors import InvalidModel

_VARINT: Final = 0
_FIXED64: Final = 1
_BYTES: Final = 2
_FIXED32: Final = 5
_LONGEST: Final = 10
"""Bytes of the longest number: seven bits of 64 in each."""


class Field(NamedTuple):
    """One field of a message: its number, and a whole number or bytes."""

    id: int
    value: int
    bytes: memoryview


def fields(message: memoryview) -> Iterator[Field]:
    """Yield the fields of a message in the order in which they are stored.

    Raises:
        InvalidModel: it is cut off, or no message at all.

    """
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, wire = tag >> 3, tag & 7
        value, length = 0, 0
        if wire in (_VARINT, _BYTES):
            value, at = _varint(message, at)
            length = value if wire == _BYTES else 0
        elif wire in (_FIXED32, _FIXED64):
            length = 4 if wire == _FIXED32 else 8
        else:
            raise InvalidModel("this is no .onnx file")
        if length < 0 or at + length > len(message):
            raise InvalidModel("the file is cut off or no .onnx file; fetch or export it again")
        yield Field(number, value, message[at : at + length])
        at += length


def integers(field: Field) -> list[int]:
    """Return the whole numbers of a repeated field, stored as one each or packed together."""
    if not len(field.bytes):
        return [field.value]
    found, at = [], 0
    while at < len(field.bytes):
        value, at = _varint(field.bytes, at)
        found.append(value)
    return found


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """Return a signed whole number of up to 64 bits, and the place after it."""
    value = 0
    for place in range(_LONGEST):
        if at >= len(message):
            raise InvalidModel("the file is cut off or no .onnx file; fetch or export it again")
        byte = message[at]
        at += 1
        value |= (byte & 127) << (7 * place)
        if byte < 128:
            break
    value &= (1 << 64) - 1
    return (value - (1 << 64) if value >> 63 else value), at
