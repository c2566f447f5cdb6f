"""What a Python must do that wakes from a memory image: everyone's image is the same, everyone's dice must not be."""

import random


def reseed() -> None:
    """Seed the random numbers anew. Hashes stay as they are: the seed of theirs is in every dictionary already."""
    random.seed()
