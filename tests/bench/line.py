"""A slow line between a host and its visitor, which all answers share."""

import threading
import time
from dataclasses import dataclass, field
from io import BufferedIOBase
from typing import ClassVar

PIECE = 2048  # bytes; answers that are sent at the same time take turns


@dataclass
class Line:
    """`megabits` per second, and `delay` seconds before each answer, as a round trip takes."""

    BURST: ClassVar = 0.05
    """Seconds of the line that may be made up for: a process that wakes late must not make the line slower."""

    megabits: float
    delay: float
    free_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def seconds_for(self, size: int) -> float:
        """How long so many bytes take."""
        return size * 8 / (self.megabits * 1e6)

    def send(self, stream: BufferedIOBase, data: bytes) -> None:
        """Write data to a stream, piece by piece, each once it has arrived at the other end."""
        time.sleep(self.delay)
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            with self.lock:
                self.free_at = max(self.free_at, time.monotonic() - self.BURST) + self.seconds_for(len(piece))
                arrives = self.free_at
            time.sleep(max(arrives - time.monotonic(), 0))
            stream.write(piece)
            stream.flush()
