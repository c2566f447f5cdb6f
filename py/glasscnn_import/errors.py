"""The error of the importer: what another framework's network cannot be made into."""

from glasscnn.names import one_line


class ConversionError(Exception):
    """A network cannot become a glasscnn model: the sentence names the node, what was found and what is supported."""

    def __init__(self, sentence: str) -> None:
        super().__init__(one_line(sentence))
