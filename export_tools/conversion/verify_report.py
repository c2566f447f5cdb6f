"""Prints the choice of a scaling and comparisons as tables."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.markup import escape as escape_markup
from rich.table import Table

from export_tools.conversion.verify import Comparison
from glasscnn.names import one_line
from glasscnn_import.draft import Draft
from glasscnn_import.scaling import SCALINGS, Choice

PRECISIONS = {
    "int8": "The file is quantised: it computes with whole numbers of few bits.",
    "float16": "The file's numbers are float16.",
    "bfloat16": "The file's numbers are bfloat16.",
}


def print_output(draft: Draft, console: Console) -> None:
    """Print which of several outputs is taken."""
    if draft.others:
        others = ", ".join(map(repr, draft.others))
        console.print(escape(f"Of several outputs, {draft.tensor!r} is taken; --output takes another one: {others}."))


def print_choice(choice: Choice, console: Console | None = None) -> None:
    """Print the score of each scaling of pixels, and the chosen one."""
    console = console or Console()
    scaling = choice.scaling
    if choice.scores:
        table = Table(title="The sample digits with each scaling of the pixels", box=box.SIMPLE_HEAD)
        table.add_column("pixels")
        table.add_column("right", justify="right")
        table.add_column("mean log-probability", justify="right")
        for candidate in SCALINGS:
            score = choice.scores[candidate.name]
            table.add_row(candidate.title, f"{score.right} of 10", f"{score.log_probability:.2f}")
        console.print(table)
    if choice.reads_digits:
        reason = f"{choice.scores[scaling.name].right} of the ten sample digits are read correctly with it"
    elif choice.scores:
        reason = "the sample digits are read with none of these"
    else:
        reason = "the sample digits do not apply to this network"
    options = f"--mean {_listed(scaling.mean)} --std {_listed(scaling.std)}"
    console.print(
        f"The file does not state the scaling of pixels. Chosen: {scaling.title} ({options}), since {reason}."
    )
    if not choice.reads_digits:
        names = ", ".join(candidate.name for candidate in SCALINGS)
        console.print(
            f"If the network was trained with another scaling, set it with --pixels ({names}), or --mean and --std."
        )


def _listed(numbers: Iterable[float]) -> str:
    return ",".join(f"{number:.6g}" for number in numbers)


def print_comparison(comparison: Comparison, console: Console | None = None) -> None:
    """Print a row for each node, then a summary."""
    console = console or Console()
    title = escape(
        f"{comparison.model} against {comparison.against} in {comparison.framework}, {comparison.images} images"
    )
    table = Table(title=title, box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in ("node", "op", "stage"):
        table.add_column(heading)
    for heading in ("shape", "max |Δ|", "max rel. Δ"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict")
    for row in comparison.rows:
        shape = " × ".join(map(str, row.shape))
        word = "[green]same[/]" if row.ok else "[red]differs[/]"
        numbers = (f"{row.difference:.1e}", f"{row.relative:.1e}")
        table.add_row(escape(row.node), row.op, escape(row.stage), shape, *numbers, word)
    console.print(table)
    if comparison.not_compared:
        console.print(
            f"Not compared, since the framework has no such tensors: {escape(', '.join(comparison.not_compared))}."
        )
    if comparison.precision != "float32":
        answer = comparison.rows[-1]
        console.print(
            f"{PRECISIONS[comparison.precision]} The model computes with float32: its answers differ from"
            f" those of {escape(comparison.framework)} by at most {answer.difference:.1e} ({answer.relative:.1%} of the"
            f" largest) and are those of the same class for {comparison.same_class} of {comparison.images} images."
        )
    wrong = [row.node for row in comparison.rows if not row.ok]
    if wrong:
        console.print(
            f"[red]{len(wrong)} of {len(comparison.rows)} rows differ[/] by more than {comparison.tolerance:g},"
            f" first in node {escape(wrong[0])!r}."
        )
    else:
        console.print(f"All {len(comparison.rows)} rows agree within {comparison.tolerance:g}.")


def escape(text: str) -> str:
    """A text from a model file as one line without effects on the terminal."""
    return escape_markup(one_line(text))
