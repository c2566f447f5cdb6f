"""`verify`: compares a model with the framework that it came from."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    model: Annotated[Path, typer.Argument(help="A model file, .npz.")],
    against: Annotated[
        str,
        typer.Option(help="Its source: a checkpoint, an .onnx, .pt2 or TorchScript file, or module:factory."),
    ],
    inputs: Annotated[
        Path | None,
        typer.Option(help="Images for the comparison: an .npz with one array (N, C, H, W), numbers from 0 to 1."),
    ] = None,
    state_dict: Annotated[Path | None, typer.Option(help="The weights for module:factory, from torch.save.")] = None,
    tolerance: Annotated[float, typer.Option(help="The maximum difference.")] = 1e-4,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> None:
    """Compare a model with the framework that it came from, node by node.

    Both run on the same images. A node agrees if none of its numbers differs
    by more than the tolerance, or, if its numbers are larger than 1, by more
    than that share of the largest. The exit code is 1 if a node disagrees.

    Example: verify weights/gap10.npz --against runs/gap10/checkpoint.pt
    """
    from rich.console import Console
    from rich.progress import Progress

    import glasscnn
    from export_tools.conversion.sources import open_source
    from export_tools.conversion.verify import verify
    from export_tools.conversion.verify_images import read_images
    from export_tools.conversion.verify_report import print_comparison
    from export_tools.errors import ToolError
    from glasscnn_import.to_model import finish

    try:
        network = glasscnn.load(model)
    except (glasscnn.ModelError, OSError) as error:
        raise ToolError(f"{model}: {error}") from error
    source = open_source(against, state_dict, network.graph.input.shape)
    if source.draft.shape != network.graph.input.shape:
        raise ToolError(
            f"{against}: takes images of shape {source.draft.shape}, {model} takes {network.graph.input.shape}"
        )
    finish(source.draft, source.options)
    images = None if inputs is None else read_images(inputs, network.graph.input.shape)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Comparing")
        comparison = verify(
            network, source, images, tolerance, lambda done, total: bar.update(task, completed=done, total=total)
        )
    if as_json:
        typer.echo(comparison.as_json())
    else:
        print_comparison(comparison)
    raise typer.Exit(0 if comparison.ok else 1)
