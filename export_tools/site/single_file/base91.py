"""Encodes bytes as text that HTML and JSON need not escape; web/js/host/single-file/base91.js decodes it.

Each 13 bits, lowest first, become two of 91 characters: 91² = 8281 ≥ 2¹³. The characters are printable ASCII without
&, < and ". A byte takes 16/13 = 1.23 characters; Base64 takes 4/3 = 1.33.
"""

import numpy as np

ALPHABET = bytes(code for code in range(33, 127) if chr(code) not in '&<"')
BASE, BITS = 91, 13


def encode(data: bytes) -> str:
    """The text for `data`. It does not contain the number of bytes, which the decoder needs."""
    bits = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")
    groups = np.pad(bits, (0, -len(bits) % BITS)).reshape(-1, BITS)
    values = groups @ (1 << np.arange(BITS, dtype=np.uint16))
    digits = np.stack(np.divmod(values, BASE), axis=1)
    return bytes(np.frombuffer(ALPHABET, np.uint8)[digits]).decode("ascii")
