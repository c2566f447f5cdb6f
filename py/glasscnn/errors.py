"""The errors that people meet: a model that cannot be used, ink that cannot be read, a question without an answer."""


class ModelError(ValueError):
    """A model file or graph that cannot be run: the sentence names the node or the field, what was found and what was
    expected.
    """


class InkError(ValueError):
    """Strokes or pixels that cannot become an image: the sentence names the stroke, what was found and what was
    expected.
    """


class QuestionError(ValueError):
    """A question about a reading that has no answer: the sentence names the stage or the cell, and what there is."""
