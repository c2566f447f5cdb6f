"""`evaluate`: how well a model reads."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class On(StrEnum):
    """The test sets that come by name."""

    MNIST = "mnist"
    STROKES = "strokes"


def command(
    model: Annotated[Path, typer.Argument(help="A model file, .npz.")],
    on: Annotated[On, typer.Option(help="MNIST's test images, or pendigits drawn as the page would.")] = On.MNIST,
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder with the data's files; without it MNIST is downloaded.")
    ] = None,
    as_drawn: Annotated[bool, typer.Option("--as-drawn", help="Strokes where they were drawn, not centred.")] = False,
    unseen: Annotated[bool, typer.Option("--unseen", help="Only the six writers that deep never saw.")] = False,
    folder: Annotated[Path | None, typer.Option(help="Images of your own instead: FOLDER/<class>/*.png.")] = None,
    invert: Annotated[bool, typer.Option("--invert", help="The folder's images are dark ink on light paper.")] = False,
    idx_images: Annotated[Path | None, typer.Option(help="Images of your own instead, as IDX.")] = None,
    idx_labels: Annotated[Path | None, typer.Option(help="Their labels, as IDX.")] = None,
    confusion: Annotated[Path | None, typer.Option(help="Write the confusion matrix to this PNG.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure a model: accuracy, precision and recall of each class, confusion matrix, calibration error."""
    import glasscnn
    from export_tools.data import ALL_WRITERS, HELD_OUT_WRITERS
    from export_tools.errors import ToolError
    from export_tools.evaluation import test_sets
    from export_tools.evaluation.report import measure, print_json, print_table

    network = glasscnn.load(model)
    if folder is not None:
        test_set = test_sets.image_folder(network, folder, invert=invert)
    elif idx_images is not None or idx_labels is not None:
        if idx_images is None or idx_labels is None:
            raise ToolError("expected --idx-images and --idx-labels together, found one of them")
        test_set = test_sets.idx_pair(network, idx_images, idx_labels)
    elif on is On.STROKES:
        writers = HELD_OUT_WRITERS if unseen else ALL_WRITERS
        test_set = test_sets.pen_strokes(network, data_dir, centre=not as_drawn, writers=writers)
    else:
        test_set = test_sets.mnist_test(network, data_dir)
    report = measure(network, test_set)
    if confusion is not None:
        from export_tools.evaluation.confusion import draw_confusion

        draw_confusion(report.metrics, network.graph.classes, f"{network.graph.name}: {test_set.name}", confusion)
    (print_json if as_json else print_table)(report)
