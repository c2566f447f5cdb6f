"""The names of the classes of well-known data sets, for networks whose files do not state them."""

import string
from collections.abc import Mapping, Sequence

CLASS_NAMES: Mapping[str, Sequence[str]] = {
    "digits": tuple(string.digits),
    "letters": tuple(string.ascii_uppercase),
    "digits-letters": (*string.digits, *string.ascii_uppercase),
    "fashion-mnist": (
        *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
        *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
    ),
    "cifar-10": (
        *("airplane", "automobile", "bird", "cat", "deer"),
        *("dog", "frog", "horse", "ship", "truck"),
    ),
}
"""{name of the list: the classes, in the order of the data set's labels}."""


def lists_of(count: int) -> dict[str, list[str]]:
    """The lists with so many names."""
    return {name: list(classes) for name, classes in CLASS_NAMES.items() if len(classes) == count}
