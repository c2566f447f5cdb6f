"""The session that the page begins with. A memory image holds it, with its model in force; else it is made at start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glasscnn.bridge import Session


@dataclass(frozen=True)
class Beginning:
    """A session and the JSON that describes its model."""

    session: Session
    model: str


_kept: list[Beginning] = []


def begin_with(model: bytes, name: str) -> None:
    """Make the session with the model in the bytes of a `.npz`; raises ModelError for one that cannot be read."""
    from glasscnn.bridge import Session  # not above: NumPy must be imported the quick way first

    session = Session()
    _kept[:] = [Beginning(session, session.load_model(bytes(model), name))]


def take_beginning() -> Beginning:
    """The session that was made, which is the caller's from now on; raises IndexError where there is none."""
    return _kept.pop()
