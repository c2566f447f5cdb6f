"""A verdict as a table for people."""

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from export_tools.conversion.verify import Verdict


def print_verdict(verdict: Verdict, console: Console | None = None) -> None:
    """Node by node, then one sentence."""
    console = console or Console()
    title = escape(f"{verdict.model} against {verdict.against} in {verdict.framework}, {verdict.images} images")
    table = Table(title=title, box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in ("node", "op", "stage"):
        table.add_column(heading)
    for heading in ("shape", "max |Δ|", "max rel. Δ"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict")
    for row in verdict.rows:
        shape = " × ".join(map(str, row.shape))
        word = "[green]same[/]" if row.ok else "[red]differs[/]"
        numbers = (f"{row.difference:.1e}", f"{row.relative:.1e}")
        table.add_row(escape(row.node), row.op, escape(row.stage), shape, *numbers, word)
    console.print(table)
    if verdict.not_compared:
        console.print(f"Not among the framework's own numbers: {escape(', '.join(verdict.not_compared))}.")
    wrong = [row.node for row in verdict.rows if not row.ok]
    if wrong:
        console.print(
            f"[red]{len(wrong)} of {len(verdict.rows)} rows differ[/] by more than {verdict.tolerance:g},"
            f" first in node {escape(wrong[0])!r}."
        )
    else:
        console.print(f"All {len(verdict.rows)} rows agree within {verdict.tolerance:g}.")
