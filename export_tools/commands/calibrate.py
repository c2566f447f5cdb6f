"""`calibrate`: fits a model's temperature, so that its probabilities match its accuracy."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    model: Annotated[Path, typer.Argument(help="A model file of the zoo: deep.npz or resmini.npz.")],
    data_dir: Annotated[Path | None, typer.Option(help="Folder with the file of pendigits.")] = None,
) -> None:
    """Fit a model's temperature as its recipe says, and divide weight and bias of the last layer by it.

    `train` does this at its end; this command does it for a model file. Predictions stay the same; only their
    probabilities change. A calibrated model does not change. Run `card` afterwards.
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
