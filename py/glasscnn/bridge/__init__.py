"""The one part that the worker calls: a session with a model, its readings, and the questions about them."""

from glasscnn.bridge.session import Session

__all__ = ["Session"]
