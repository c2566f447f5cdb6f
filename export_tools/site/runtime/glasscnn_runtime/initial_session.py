"""The session that the page starts with: part of the memory snapshot, or made at start-up without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glasscnn.bridge import Session


@dataclass(frozen=True)
class InitialSession:
    """A session and the JSON that describes its model."""

    session: Session
    model: str


_created: list[InitialSession] = []


def create_initial_session(model: bytes, name: str) -> None:
    """Create the initial session with a model, the bytes of a `.npz`; raises ModelError if they cannot be read."""
    from glasscnn.bridge import Session  # not at the top: import_numpy must run first

    session = Session()
    _created[:] = [InitialSession(session, session.load_model(bytes(model), name))]


def take_initial_session() -> InitialSession:
    """Remove the initial session and return it; raises IndexError if there is none."""
    return _created.pop()
