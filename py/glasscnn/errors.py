"""The errors shown to users: unusable models, unreadable ink, questions without an answer."""

from glasscnn.names import one_line


class SentenceError(ValueError):
    """An error with a one-line message, which may contain names from a model file."""

    def __init__(self, sentence: str) -> None:
        super().__init__(one_line(sentence))


class ModelError(SentenceError):
    """A model file or graph that cannot be run; the message names the node or field, what was found and expected."""


class InkError(SentenceError):
    """Strokes or pixels that cannot be converted to an image; the message names what was found and expected."""


class QuestionError(SentenceError):
    """A question about a reading that has no answer; the message names the stage or cell, and the valid ones."""
