"""`card`: writes a model card with measured accuracy."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    model: Annotated[Path, typer.Argument(help="A model file, .npz.")],
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder with the files of MNIST and pendigits. Default: download MNIST.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Measure on your own images instead: FOLDER/<class>/*.png.")
    ] = None,
    invert: Annotated[bool, typer.Option("--invert", help="The folder's images are dark ink on light paper.")] = False,
) -> None:
    """Measure a model and write its card: MODEL.md beside the file, and the figures into the file."""
    import glasscnn
    from export_tools.data import ALL_WRITERS, HELD_OUT_WRITERS
    from export_tools.evaluation import test_sets
    from export_tools.evaluation.card import card_entries, card_markdown, with_card
    from export_tools.evaluation.report import measure
    from export_tools.files import write_atomically
    from glasscnn.model.npz_format import write_model

    network = glasscnn.load(model)
    if folder is not None:
        sets = [test_sets.image_folder(network, folder, invert=invert)]
    else:
        sets = [test_sets.mnist_test(network, data_dir)]
        untouched = HELD_OUT_WRITERS.difference(network.graph.card.get("calibration_writers", ()))
        groups = dict.fromkeys([untouched, HELD_OUT_WRITERS, ALL_WRITERS])
        sets += [
            test_sets.pen_strokes(network, data_dir, centre=centre, writers=writers)
            for centre in (True, False)
            for writers in groups
        ]
    reports = [measure(network, test_set) for test_set in sets]
    network = with_card(network, card_entries(network, reports))
    data = write_model(network.graph, network.weights, half=is_half(model))
    curve = model.with_suffix(".png")
    page = card_markdown(network, reports, len(data), curve.name if curve.exists() else None)
    write_atomically(model, data)
    write_atomically(model.with_suffix(".md"), page.encode())
    typer.echo(f"{model.with_suffix('.md')}: " + ", ".join(f"{r.test_set} {r.metrics.accuracy:.2%}" for r in reports))


def is_half(model: Path) -> bool:
    """Whether the file stores float16; it is then written as float16 again."""
    import numpy as np

    with np.load(model, allow_pickle=False) as arrays:
        return any(arrays[name].dtype == np.float16 for name in arrays.files)
