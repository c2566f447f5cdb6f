"""`export`: a trained model as files that others read."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class To(StrEnum):
    """The formats, and all of them."""

    NPZ = "npz"
    ONNX = "onnx"
    TORCHSCRIPT = "torchscript"
    ALL = "all"


def command(
    checkpoint: Annotated[
        Path, typer.Argument(help="A checkpoint of `train`, runs/NAME/checkpoint.pt, or a model file, NAME.npz.")
    ],
    to: Annotated[To, typer.Option(help="The format to write.")] = To.ALL,
    out: Annotated[Path | None, typer.Option(help="The folder to write into; without it the checkpoint's.")] = None,
    tolerance: Annotated[float, typer.Option(help="How far the numbers may differ from PyTorch's.")] = 1e-4,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> None:
    """Write a trained model as .npz (for the page), ONNX or TorchScript.

    On the way batch norm is folded into the convolution before it, dropout is
    dropped and every padding is written out. Each file is read again and
    compared, node by node, before anything is written; exit code 1 if one
    differs.

    The ONNX and TorchScript files take normalised images (N, C, H, W).
    TorchScript returns the logits and the first three stages that are maps:
    logits, conv1, conv2, pool = model(x) for gap10.
    """
    import json

    from export_tools.conversion.exporter import FORMATS, export_checkpoint, load_exportable
    from export_tools.conversion.verify_report import print_comparison
    from glasscnn.names import slug

    kinds = list(FORMATS) if to is To.ALL else [to.value]
    if to is To.ALL and checkpoint.suffix == ".npz":
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
