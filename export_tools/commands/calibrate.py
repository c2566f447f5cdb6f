"""`calibrate`: probabilities that say how often a model is right."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    model: Annotated[Path, typer.Argument(help="A model file of the zoo: deep.npz or resmini.npz.")],
    data_dir: Annotated[Path | None, typer.Option(help="Folder with pendigits' file.")] = None,
) -> None:
    """Fit a model's temperature as its recipe says, and divide the last layer's weight and bias by it.

    `train` does this at its end; this does it for a model file. What the model reads stays the same, only how
    sure it is changes. A model that is calibrated already stays as it is. Write its card anew afterwards.
    """
    import glasscnn
    from export_tools.conversion.exporter import model_bytes
    from export_tools.errors import ToolError
    from export_tools.files import write_atomically
    from export_tools.training.calibrate import calibrate, calibration_digits
    from export_tools.zoo import find_model

    try:
        network = glasscnn.load(model)
    except (glasscnn.ModelError, OSError) as error:
        raise ToolError(f"{model}: {error}") from error
    digits = calibration_digits(find_model(network.graph.name), data_dir)
    if not digits:
        raise ToolError(f"{model}: the recipe of {network.graph.name} fits no temperature; nothing was changed")
    calibrated = calibrate(network, digits)
    write_atomically(model, model_bytes(calibrated))
    typer.echo(f"{model}: temperature {calibrated.graph.card['temperature']}, fitted on {len(digits):,} digits")
