"""Bytes as text that HTML, JSON and attributes carry unchanged; web/js/host/single-file/base91.js reads it.

13 bits at a time, lowest first, become two of 91 characters: 91² = 8281 ≥ 2¹³. They are the printable characters of
ASCII without &, < and ". A byte takes 16/13 = 1.23 characters, in Base64 4/3 = 1.33.
"""

import numpy as np

ALPHABET = bytes(code for code in range(33, 127) if chr(code) not in '&<"')
BASE, BITS = 91, 13


def encode(data: bytes) -> str:
    """The text for `data`; who decodes it must know the number of bytes."""
    bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")
    groups = np.pad(bits, (0, -len(bits) % BITS)).reshape(-1, BITS)
    values = groups @ (1 << np.arange(BITS, dtype=np.uint16))
    digits = np.stack(np.divmod(values, BASE), axis=1)
    return bytes(np.frombuffer(ALPHABET, np.uint8)[digits]).decode("ascii")
