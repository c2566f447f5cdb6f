"""The part that the worker calls: a session with a model, its readings, and the questions about them."""

from glasscnn.bridge.bridge import Bridge

Session = Bridge
"""The name under which the worker and the tests make a Bridge."""

__all__ = ["Bridge", "Session"]
