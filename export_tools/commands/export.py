"""`export`: writes a trained model in other formats."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """The output formats."""

    NPZ = "npz"
    ONNX = "onnx"
    TORCHSCRIPT = "torchscript"
    ALL = "all"


def command(
    checkpoint: Annotated[
        Path, typer.Argument(help="A checkpoint of `train`, runs/NAME/checkpoint.pt, or a model file, NAME.npz.")
    ],
    to: Annotated[Format, typer.Option(help="The format to write.")] = Format.ALL,
    out: Annotated[Path | None, typer.Option(help="The output folder. Default: that of the checkpoint.")] = None,
    tolerance: Annotated[float, typer.Option(help="The maximum difference from PyTorch's numbers.")] = 1e-4,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> None:
    """Write a trained model as .npz (for the page), ONNX or TorchScript.

    Batch norm is folded into the previous convolution, dropout is removed and
    padding is made explicit. Before anything is written, each file is read
    back and compared node by node; the exit code is 1 if one differs.

    The ONNX and TorchScript files take normalised images (N, C, H, W).
    TorchScript returns the logits and the first three stages that are maps;
    for gap10: logits, conv1, conv2, pool = model(x).
    """
    import json

    from export_tools.conversion.exporter import FORMATS, export_checkpoint, load_exportable
    from export_tools.conversion.verify_report import print_comparison
    from glasscnn.names import slug

    kinds = list(FORMATS) if to is Format.ALL else [to.value]
    if to is Format.ALL and checkpoint.suffix == ".npz":
        kinds.remove("npz")
    name = slug(load_exportable(checkpoint)[0].graph.name)
    targets = {kind: (out or checkpoint.parent) / f"{name}{FORMATS[kind]}" for kind in kinds}
    comparisons = export_checkpoint(checkpoint, targets, tolerance, (lambda _: None) if as_json else print_comparison)
    ok = all(comparison.ok for comparison in comparisons)
    if as_json:
        files = {kind: str(path) for kind, path in targets.items()} if ok else {}
        typer.echo(json.dumps({"files": files, "verdicts": [json.loads(v.as_json()) for v in comparisons]}, indent=1))
    elif ok:
        for path in targets.values():
            typer.echo(f"{path}: {path.stat().st_size:,} bytes")
    else:
        typer.echo("Nothing was written.", err=True)
    raise typer.Exit(0 if ok else 1)
