"""MNIST, 60,000 + 10,000 handwritten digits of 28 × 28 (LeCun, Cortes and Burges, CC BY-SA 3.0)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from export_tools.data.idx import pair, parse_idx, read_bytes
from export_tools.data.labelled import LabelledImages
from export_tools.errors import ToolError

Split = Literal["train", "test"]

DIGITS = tuple("0123456789")
MEAN, STD = 0.1307, 0.3081
"""Mean and standard deviation of all training pixels in 0 … 1, which normalise the networks' input."""

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)


@dataclass(frozen=True)
class MnistFile:
    """One of the four files, with the SHA-256 of its bytes and of its .gz."""

    name: str
    sha256: str
    gzip_sha256: str


FILES: dict[Split, tuple[MnistFile, MnistFile]] = {
    "train": (
        MnistFile(
            "train-images-idx3-ubyte",
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        ),
        MnistFile(
            "train-labels-idx1-ubyte",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        ),
    ),
    "test": (
        MnistFile(
            "t10k-images-idx3-ubyte",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        ),
        MnistFile(
            "t10k-labels-idx1-ubyte",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
            "f7ae60f92e00ed6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        ),
    ),
}


def load_mnist(split: Split, data_dir: Path | None = None) -> LabelledImages:
    """The training or test split of MNIST, from `data_dir` or, without one, from the cache or the network.

    Raises ToolError if the bytes are not the original ones.
    """
    images, labels = FILES[split]
    find: Callable[[MnistFile], Path] = download if data_dir is None else lambda file: find_in(data_dir, file.name)
    return pair(
        parse_idx(read_checked(find(images), images), images.name),
        parse_idx(read_checked(find(labels), labels), labels.name),
        DIGITS,
        f"MNIST {split}",
    )


def read_checked(path: Path, file: MnistFile) -> bytes:
    """The decompressed bytes of a file of MNIST; raises ToolError if they are not the original ones."""
    data = read_bytes(path)
    found = hashlib.sha256(data).hexdigest()
    if found != file.sha256:
        raise ToolError(
            f"{path}: expected the bytes of MNIST's {file.name} (SHA-256 {file.sha256}), found {found};"
            " download it again"
        )
    return data


def find_in(data_dir: Path, name: str) -> Path:
    """The file `name` or `name.gz` in a folder or its subfolder `mnist`."""
    for folder in (data_dir, data_dir / "mnist"):
        for path in (folder / f"{name}.gz", folder / name):
            if path.is_file():
                return path
    raise ToolError(f"{data_dir}: expected MNIST's {name}.gz in it; leave --data-dir out to download MNIST")


def download(file: MnistFile) -> Path:
    """The path of the file in the cache, downloaded from the first mirror that has it, with its hash checked."""
    import pooch

    cache = pooch.os_cache("glasscnn") / "mnist"
    failures = []
    for mirror in MIRRORS:
        url = f"{mirror}{file.name}.gz"
        try:
            return Path(
                pooch.retrieve(url, known_hash=f"sha256:{file.gzip_sha256}", fname=f"{file.name}.gz", path=cache)
            )
        except Exception as error:  # the libraries below raise many kinds of errors
            failures.append(f"{url}: {error}")
    raise ToolError(
        f"MNIST's {file.name}.gz could not be downloaded; put MNIST's four files into a folder"
        f" and pass it with --data-dir. Tried {'; '.join(failures)}"
    )
