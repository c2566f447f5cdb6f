"""The errors shown to users: unusable models, operators, ink, test sets and trainings, questions without an answer."""

from glasscnn.names import one_line

LONGEST_SENTENCE = 500
"""Characters of an error's message; of a longer one, which repeats a name from a file, the middle is left out."""


class SentenceError(ValueError):
    """An error with a one-line message, which may contain names from a model file."""

    def __init__(self, sentence: str) -> None:
        line = one_line(sentence)
        if len(line) > LONGEST_SENTENCE:
            half = (LONGEST_SENTENCE - 3) // 2
            line = f"{line[:half]} … {line[-half:]}"
        super().__init__(line)


class ModelError(SentenceError):
    """A model file or graph that cannot be run; the message names the node or field, what was found and expected."""


class OperatorError(SentenceError):
    """A function that was given in place of an operator and failed, or returned something that does not fit.

    node, op  where in the graph it was called
    line      of the function's file: where the exception was raised, or where the function begins; None if unknown
    """

    def __init__(self, node: str, op: str, sentence: str, line: int | None = None) -> None:
        where = "" if line is None else f", line {line}"
        super().__init__(f"node {node!r} ({op}){where}: {sentence}")
        self.node, self.op, self.line = node, op, line


class InkError(SentenceError):
    """Strokes or pixels that cannot be converted to an image; the message names what was found and expected."""


class QuestionError(SentenceError):
    """A question about a reading that has no answer; the message names the stage or cell, and the valid ones."""


class DataError(SentenceError):
    """A test set that cannot be used; the message names the file or array, what was found and expected."""


class ExerciseError(SentenceError):
    """An exercise that cannot be read; the message names the line or section, what was found and expected."""


class TrainingError(SentenceError):
    """Images, labels or settings that a network cannot be trained with; the message names what was found."""
