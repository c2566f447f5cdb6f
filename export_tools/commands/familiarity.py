"""`familiarity`: fits the network that tells digits from what is no digit."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    model: Annotated[Path, typer.Argument(help="A model file for ten digits on 28 × 28 images, .npz.")],
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder with the files of MNIST and pendigits. Default: download MNIST.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same network.")] = 0,
) -> None:
    """Fit the network by which the page says "this may be no digit", and write it and its figures into the model file.

    Takes minutes. Predictions stay the same. Run `card` afterwards.
    """
    from dataclasses import replace

    import torch

    import glasscnn
    from export_tools.commands.card import is_half
    from export_tools.evaluation.test_sets import check_digits
    from export_tools.files import write_atomically
    from export_tools.training.familiarity import fit, flagged, images_to_fit, images_to_measure
    from glasscnn.model import write_model

    torch.set_num_threads(1)
    network = glasscnn.load(model)
    check_digits(network)
    fitted = replace(network.graph, familiarity=fit(network, images_to_fit(data_dir, seed), seed))
    shares = flagged(glasscnn.Model(fitted, network.weights), images_to_measure(data_dir, seed + 1))
    figures = {name: round(share, 4) for name, share in shares.items()}
    graph = replace(fitted, card={**fitted.card, "unfamiliar": figures})
    write_atomically(model, write_model(graph, network.weights, half=is_half(model)))
    typer.echo(f"{model}: " + ", ".join(f"{name} {share:.1%}" for name, share in shares.items()))
