"""`survey`: says of each ONNX file in a folder whether it is taken, and how well it agrees with ONNX Runtime."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    folder: Annotated[Path, typer.Argument(help="A folder; those in it are searched, too.")],
) -> None:
    """Try to import every .onnx file in a folder, as the page does.

    Nothing is written. A line for each file says that it is taken, with the
    largest difference of its numbers from ONNX Runtime's, or why it is refused;
    numbers larger than 1 differ by a share of the largest.

    Example: survey downloads/models
    """
    from export_tools.conversion.importer import check_for_page, import_model
    from export_tools.conversion.sources import open_source
    from export_tools.errors import ToolError
    from glasscnn.errors import SentenceError
    from glasscnn_import.errors import ConversionError

    paths = sorted(folder.rglob("*.onnx"))
    if not paths:
        raise ToolError(f"{folder}: expected .onnx files in it, found none")
    taken = equal = 0
    for path in paths:
        name = path.relative_to(folder)
        try:
            source = open_source(str(path))
            check_for_page(source)
            _, comparison = import_model(source, source.options)
        except (ToolError, ConversionError, SentenceError) as error:
            typer.echo(f"{name}: refused: {error}")
            continue
        taken += 1
        equal += comparison.ok
        difference = max(min(row.difference, row.relative) for row in comparison.rows)
        said = "taken" if comparison.ok else "taken, but differs"
        typer.echo(f"{name}: {said}: {comparison.precision}, {difference:.1e} from ONNX Runtime")
    typer.echo(f"{taken} of {len(paths)} taken; {equal} agree within the tolerance")
