"""The two errors that people meet: a model that cannot be used, and ink that cannot be read."""


class ModelError(ValueError):
    """A model file or graph that cannot be run: the sentence names the node or the field, what was found and what was
    expected.
    """


class InkError(ValueError):
    """Strokes or pixels that cannot become an image: the sentence names the stroke, what was found and what was
    expected.
    """
