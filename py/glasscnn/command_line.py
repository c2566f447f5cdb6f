"""The command `glasscnn`: read a digit, explain a cell, and write the interactive view, without any code.

glasscnn models
glasscnn read deep digit.png
glasscnn explain gap10 digit.png conv2 3 12 7
glasscnn show deep digit.png --out deep.html
"""

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from glasscnn.errors import InkError, ModelError, QuestionError
from glasscnn.model import Model, load
from glasscnn.model.bundled import bundled_models
from glasscnn.names import one_line

BAR = 30  # characters of a probability of 1

IMAGE_HELP = "a picture (PNG or JPEG; needs Pillow), the image as .npy, or strokes on a 280 × 280 pad as .json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 1 after a sentence on standard error if a file or a question cannot be used."""
    given = parser().parse_args(arguments)
    try:
        given.run(given)
    except (ModelError, InkError, QuestionError) as error:
        print(f"glasscnn: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"glasscnn: {error.filename}: {one_line(error.strerror or str(error))}", file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """The arguments of all commands."""
    whole = argparse.ArgumentParser(prog="glasscnn", description="Read digits and look into the network.")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    models = commands.add_parser("models", help="list the bundled models")
    models.set_defaults(run=list_models)

    read = commands.add_parser("read", help="read an image")
    read.set_defaults(run=read_image)
    explain = commands.add_parser("explain", help="show how the number of one cell is computed")
    explain.set_defaults(run=explain_cell)
    show = commands.add_parser("show", help="write the interactive view as one HTML file")
    show.set_defaults(run=write_view)

    for command in (read, explain, show):
        command.add_argument("model", metavar="MODEL", help="the name of a bundled model, or an .npz file")
        command.add_argument("image", metavar="IMAGE", nargs="?" if command is show else None, help=IMAGE_HELP)
    read.add_argument("--json", action="store_true", help="print label and probabilities as JSON")
    explain.add_argument("stage", metavar="STAGE", help="the name of a stage, such as conv1")
    explain.add_argument("cell", metavar="INDEX", nargs="+", type=int, help="map, row and column, or one index")
    show.add_argument("--out", type=Path, default=Path("glasscnn.html"), help="the file (default: glasscnn.html)")
    return whole


def list_models(_: argparse.Namespace) -> None:
    """Print name, parameters and title of each bundled model."""
    for name in bundled_models():
        model = load(name)
        print(f"{name:10} {model.parameters:>8,} parameters   {one_line(model.graph.title or name)}")


def read_image(given: argparse.Namespace) -> None:
    """Print the classes, the most probable first, or JSON."""
    model = load(given.model)
    result = model.predict(image_of(given.image, model))
    classes = [one_line(name) for name in model.graph.classes]
    if given.json:
        probabilities = {name: float(p) for name, p in zip(classes, result.probabilities, strict=True)}
        print(json.dumps({"label": classes[int(result.label)], "probabilities": probabilities}))
        return
    width = max(map(len, classes))
    for index in np.argsort(-result.probabilities, kind="stable"):
        share = min(float(result.probabilities[index]), 0.9999)  # softmax is never certain
        print(f"{classes[index]:>{width}}  {share:7.2%}  {'█' * round(share * BAR)}".rstrip())


def explain_cell(given: argparse.Namespace) -> None:
    """Print the value of a cell and the line of NumPy that computes it."""
    from glasscnn import explain

    model = load(given.model)
    result = model.predict(image_of(given.image, model))
    if len(given.cell) not in (1, 3):
        raise QuestionError(f"a cell has one index or three (map, row, column), found {len(given.cell)}")
    channel, row, column = (*given.cell, 0, 0)[:3]
    cell = explain.cell(model, result, given.stage, channel=channel, row=row, column=column)
    print(f"{given.stage}[{', '.join(map(str, given.cell))}] = {cell.value:g}")
    print(cell.expression)


def write_view(given: argparse.Namespace) -> None:
    """Write the view, and say where."""
    from glasscnn.notebook import show

    model = load(given.model)
    show(model, None if given.image is None else image_of(given.image, model)).save(given.out)
    print(f"{given.out}: {given.out.stat().st_size / 1e6:.1f} MB, opens in any browser without a network")


def image_of(path: str, model: Model) -> npt.NDArray[np.float32]:
    """The image (C, H, W) in a file: strokes, an array, or a picture. Raises InkError for anything else."""
    from glasscnn.preprocess import ink_to_image
    from glasscnn.preprocess.photo import picture_to_image

    file, shape = Path(path), model.graph.input.shape
    if file.suffix == ".npy":
        try:
            array = np.load(file, allow_pickle=False)
        except ValueError as error:
            raise InkError(f"{file.name}: not a NumPy array ({error})") from error
        return np.asarray(array, np.float32).reshape(shape) if array.size == np.prod(shape) else array
    if shape != (1, 28, 28):
        raise InkError(f"{file.name}: strokes and pictures are read for images of shape (1, 28, 28), not {shape}")
    if file.suffix == ".json":
        try:
            return ink_to_image(json.loads(file.read_text("utf-8")))
        except (ValueError, TypeError) as error:
            raise InkError(f"{file.name}: expected a list of strokes, each a list of [x, y] ({error})") from error
    return picture_to_image(pixels_of(file))[-1].picture.reshape(shape)


def pixels_of(file: Path) -> npt.NDArray[np.uint8]:
    """The pixels (H, W, 4) of a picture."""
    data = file.read_bytes()
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError as error:
        raise InkError(f"{file.name}: a picture needs Pillow: pip install pillow") from error
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return np.asarray(ImageOps.exif_transpose(picture).convert("RGBA"))
    except UnidentifiedImageError as error:
        raise InkError(f"{file.name}: not a picture that Pillow reads") from error
