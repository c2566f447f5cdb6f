"""Messages with arrays, as a kernel exchanges them with a browser: JSON, and buffers beside it.

In the JSON, an array is {"buffer": number, "type": name}, with the name of a class in JavaScript. widget.js does the
same.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

TYPES: dict[str, np.dtype[Any]] = {
    "Float32Array": np.dtype("<f4"),
    "Int32Array": np.dtype("<i4"),
    "Uint8Array": np.dtype("u1"),
    "ArrayBuffer": np.dtype("u1"),
}
"""What a browser may send, and how NumPy reads it."""

DEEPEST = 20  # levels of a message

Buffer = bytes | memoryview


def take_out(value: Any, buffers: list[Buffer]) -> Any:
    """The value with its arrays in `buffers`: float32 as Float32Array, uint8 as pixels, bytes as a file."""
    match value:
        case dict():
            return {name: take_out(part, buffers) for name, part in value.items()}
        case list() | tuple():
            return [take_out(part, buffers) for part in value]
        case bytes():
            buffers.append(value)
            return {"buffer": len(buffers) - 1, "type": "Uint8Array"}
        case np.ndarray():
            buffers.append(value.tobytes())  # a copy: the next reading overwrites the array
            return {
                "buffer": len(buffers) - 1,
                "type": "Uint8ClampedArray" if value.dtype == np.uint8 else "Float32Array",
            }
    return value


def put_back(value: Any, buffers: Sequence[Buffer], depth: int = 0) -> Any:
    """The value with the arrays of `buffers` in their places, read-only and flat.

    Raises ValueError for a buffer that is not there or does not fit its type, and for a message that is nested too
    deeply.
    """
    if depth > DEEPEST:
        raise ValueError(f"a message is nested more than {DEEPEST} levels deep")
    match value:
        case {"buffer": int(number), "type": str(kind)}:
            if not (0 <= number < len(buffers) and kind in TYPES):
                raise ValueError(
                    f"a message names buffer {number} of type {kind[:40]!r}; it has {len(buffers)} buffers"
                )
            return np.frombuffer(bytes(buffers[number]), TYPES[kind])
        case dict():
            return {name: put_back(part, buffers, depth + 1) for name, part in value.items()}
        case list():
            return [put_back(part, buffers, depth + 1) for part in value]
    return value
