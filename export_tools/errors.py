"""The error that ends a command with one sentence and exit code 1."""

from glasscnn.names import one_line


class ToolError(Exception):
    """A command fails; the message names the thing, what was found, what was expected and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(one_line(sentence))
