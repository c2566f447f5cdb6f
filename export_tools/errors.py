"""The error that ends a command: one sentence for a person, exit code 1."""

from glasscnn.names import one_line


class ToolError(Exception):
    """A command cannot go on: the sentence names the thing, what was found, what was expected and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(one_line(sentence))
