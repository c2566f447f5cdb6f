"""The error that ends a command: one sentence for a person, exit code 1."""


class ToolError(Exception):
    """A command cannot go on: the sentence names the thing, what was found, what was expected and what to do."""
