"""`import`: converts a network from PyTorch or ONNX to a model file."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    file: Annotated[
        str,
        typer.Argument(
            help="An .onnx file or a .zip with one, a .keras or .h5 file, a .pt2 file of torch.export, a TorchScript"
            " file, or module:factory."
        ),
    ],
    out: Annotated[Path | None, typer.Option(help="The output file. Default: NAME.npz in this folder.")] = None,
    state_dict: Annotated[Path | None, typer.Option(help="The weights for module:factory, from torch.save.")] = None,
    shape: Annotated[str | None, typer.Option(help="C,H,W of an image, if the file leaves it open.")] = None,
    output: Annotated[
        str | None,
        typer.Option(help="The output to read, of several. Default: one with ten numbers, else a vector."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="The model's title on the page.")] = None,
    stages: Annotated[
        str | None,
        typer.Option(help="The stages on the page, in order, separated by commas: NODE, NAME=NODE or NAME=NODE:TITLE."),
    ] = None,
    classes: Annotated[
        str | None,
        typer.Option(
            help="The names of the classes, separated by commas, or one of digits, letters, digits-letters,"
            " fashion-mnist, cifar-10. Default: 0,1,2,…"
        ),
    ] = None,
    pixels: Annotated[
        str | None,
        typer.Option(help="The scaling of pixels: unit, mnist, signed, bytes, imagenet or inverted."),
    ] = None,
    mean: Annotated[
        str | None, typer.Option(help="Subtracted from every pixel (0…1): one number, or one for each channel.")
    ] = None,
    std: Annotated[
        str | None, typer.Option(help="The divisor after that: one number, or one for each channel.")
    ] = None,
    tolerance: Annotated[
        float | None,
        typer.Option(
            help="The maximum difference from the framework's numbers. Default: 0.0001, of float16 0.005, of bfloat16"
            " 0.05, of a quantised network 0.2."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> None:
    """Convert a CNN from PyTorch or ONNX to an .npz file for the page.

    Every layer of the result is compared with the framework's own numbers;
    the file is written only if all agree. For a network that cannot be
    imported, the error names the node and the reason. Images must have 1 or 3
    channels and at most 224 × 224 pixels.

    Pixels are numbers from 0 to 1, where 1 is ink; the network receives
    (pixel − mean) / std. If the file does not state mean and std, the sample
    digits are read with the usual scalings, and the one with which they are
    read correctly is chosen. If they are read with none, a terminal is asked.
    --pixels or --mean and --std override it: --pixels mnist is the same as
    --mean 0.1307 --std 0.3081, --pixels bytes as --std 0.00392157, and
    --pixels inverted, black ink on white, as --mean 1 --std=-1.

    Example: import lenet.onnx --stages conv1=relu1,pool1,logits --std 0.3081
    """
    from dataclasses import replace

    from rich.console import Console

    from export_tools.conversion import command_options as arguments
    from export_tools.conversion.importer import check_for_page, import_model
    from export_tools.conversion.scaling_choice import chosen_scaling, scaling_named
    from export_tools.conversion.sources import open_source
    from export_tools.conversion.verify_report import print_comparison, print_output
    from export_tools.files import write_atomically

    source = open_source(file, state_dict, arguments.image_shape(shape), output)
    check_for_page(source)
    named = scaling_named(pixels, source.draft.shape[0], mean, std)
    options = replace(
        source.options,
        name=out.stem if out else source.options.name,
        title=title or source.options.title,
        stages=arguments.listed("--stages", stages, arguments.stage) or source.options.stages,
        classes=arguments.class_names(classes) or source.options.classes,
        mean=named[0] or arguments.listed("--mean", mean, float) or source.options.mean,
        std=named[1] or arguments.listed("--std", std, float) or source.options.std,
    )
    console = Console(stderr=as_json)
    print_output(source.draft, console)
    data, comparison = import_model(source, options, tolerance, lambda choice: chosen_scaling(choice, console, as_json))
    target = out or Path(f"{options.name}.npz")
    if comparison.ok:
        write_atomically(target, data)
    if as_json:
        typer.echo(comparison.as_json())
    else:
        print_comparison(comparison)
        typer.echo(f"{target}: {len(data):,} bytes" if comparison.ok else "Nothing was written.", err=not comparison.ok)
    raise typer.Exit(0 if comparison.ok else 1)
