"""The errors of the importer."""

from glasscnn.names import one_line


class ConversionError(Exception):
    """A network cannot be converted; the message names the node, what was found and what is supported."""

    def __init__(self, sentence: str) -> None:
        super().__init__(one_line(sentence))


class OpenShapeError(ConversionError):
    """The file leaves the size of the image open, so that it must be asked for."""


class UnsupportedError(Exception):
    """An operator cannot be imported; the reader of the file adds the operator's name to the message."""
