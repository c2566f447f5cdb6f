"""`evaluate`: measures a model on a test set."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class NamedTestSet(StrEnum):
    """The built-in test sets."""

    MNIST = "mnist"
    STROKES = "strokes"


def command(
    model: Annotated[Path, typer.Argument(help="A model file, .npz.")],
    on: Annotated[
        NamedTestSet, typer.Option(help="MNIST's test images, or pendigits drawn as on the page.")
    ] = NamedTestSet.MNIST,
    data_dir: Annotated[Path | None, typer.Option(help="Folder with the data files. Default: download MNIST.")] = None,
    as_drawn: Annotated[bool, typer.Option("--as-drawn", help="Use strokes as drawn, not centred.")] = False,
    unseen: Annotated[
        bool, typer.Option("--unseen", help="Use only the six writers that no model was trained on.")
    ] = False,
    folder: Annotated[Path | None, typer.Option(help="Use your own images: FOLDER/<class>/*.png.")] = None,
    invert: Annotated[bool, typer.Option("--invert", help="The folder's images are dark ink on light paper.")] = False,
    idx_images: Annotated[Path | None, typer.Option(help="Use your own images, an IDX file.")] = None,
    idx_labels: Annotated[Path | None, typer.Option(help="Their labels, an IDX file.")] = None,
    confusion: Annotated[Path | None, typer.Option(help="Write the confusion matrix to this PNG.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure a model: accuracy, precision and recall for each class, confusion matrix, calibration error."""
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
    elif on is NamedTestSet.STROKES:
        writers = HELD_OUT_WRITERS if unseen else ALL_WRITERS
        test_set = test_sets.pen_strokes(network, data_dir, centre=not as_drawn, writers=writers)
    else:
        test_set = test_sets.mnist_test(network, data_dir)
    report = measure(network, test_set)
    if confusion is not None:
        from export_tools.evaluation.confusion import draw_confusion

        draw_confusion(report.metrics, network.graph.classes, f"{network.graph.name}: {test_set.name}", confusion)
    (print_json if as_json else print_table)(report)
