"""Which of a person's digits a network does not learn from, so that it can be tested on them."""

from collections import Counter
from collections.abc import Sequence

EVERY = 5
"""Of a class, each fifth digit is held out."""

FEWEST = 3
"""Of a class of three or four digits, the last one is held out; of a smaller class, none is."""


def held_out(labels: Sequence[str]) -> list[bool]:
    """Whether each digit of a tray is held out, by its label and its place."""
    sizes, seen, found = Counter(labels), Counter[str](), list[bool]()
    for label in labels:
        seen[label] += 1
        last = FEWEST <= sizes[label] < EVERY and seen[label] == sizes[label]
        found.append(last or seen[label] % EVERY == 0)
    return found
