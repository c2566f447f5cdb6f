"""The errors that people meet: a model that cannot be used, ink that cannot be read, a question without an answer."""

from glasscnn.names import one_line


class SentenceError(ValueError):
    """An error that says in one line what is wrong; names from a model file may be part of it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(one_line(sentence))


class ModelError(SentenceError):
    """A model file or graph that cannot be run: the sentence names the node or the field, what was found and what was
    expected.
    """


class InkError(SentenceError):
    """Strokes or pixels that cannot become an image: the sentence names the stroke, what was found and what was
    expected.
    """


class QuestionError(SentenceError):
    """A question about a reading that has no answer: the sentence names the stage or the cell, and what there is."""
