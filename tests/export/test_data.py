"""The data readers return the contents of valid files and refuse invalid ones."""

import gzip
import shutil
import struct
import tracemalloc
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
from PIL import Image

from export_tools.data import find_images, load_mnist, load_pendigits, mnist, read_idx, stream_idx_pair, stream_images
from export_tools.data.mnist import DIGITS
from export_tools.data.pendigits import parse_unipen
from export_tools.errors import ToolError

PROJECT = Path(__file__).resolve().parents[2]

PIXELS = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)

UNIPEN = """.LEXICON "0" "1"
.SEGMENT DIGIT 0-1 ? "7"
.COMMENT 7 21  5
.PEN_DOWN
 100  500
 250  0
.PEN_UP
.DT 50
.PEN_DOWN
 0  250
.PEN_UP
.SEGMENT DIGIT 2 ? "1"
.COMMENT 1 3 6
.PEN_DOWN
 10 10
.PEN_UP
"""


def idx(array: np.ndarray[Any, np.dtype[np.uint8]]) -> bytes:
    return b"\0\0\x08" + bytes([array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
def test_idx_file_is_read_as_the_written_array(tmp_path: Path, pack: Any) -> None:
    path = tmp_path / "pixels"
    path.write_bytes(pack(idx(PIXELS)))
    np.testing.assert_array_equal(read_idx(path), PIXELS)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "expected an IDX file"),
        (b"\x89PNG....", "expected an IDX file"),
        (b"\0\0\x0d\x01\0\0\0\0", "unsigned bytes"),
        (b"\0\0\x08\x03\0\0\0\x01", "the header ends early"),
        (idx(PIXELS)[:-1], "expected 24 bytes for the shape (2, 3, 4), found 23"),
        (idx(PIXELS) + b"x", "found 25"),
        (gzip.compress(idx(PIXELS))[:-9], "download it again"),
    ],
    ids=["empty", "a picture", "floats", "short header", "truncated", "too long", "truncated gzip"],
)
def test_invalid_idx_file_is_refused(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "pixels"
    path.write_bytes(data)
    with pytest.raises(ToolError, match="pixels") as refusal:
        read_idx(path)
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="no such file"):
        read_idx(tmp_path / "nowhere")


@pytest.mark.mnist
def test_mnist_equals_the_bytes_after_the_header(mnist_folder: Path) -> None:
    digits = load_mnist("test", mnist_folder)
    raw = gzip.decompress((mnist_folder / "t10k-images-idx3-ubyte.gz").read_bytes())
    assert digits.images.shape == (10_000, 1, 28, 28)
    assert digits.images.tobytes() == raw[16:]
    assert np.bincount(digits.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


@pytest.mark.mnist
def test_altered_mnist_is_refused_with_both_hashes(mnist_folder: Path, tmp_path: Path) -> None:
    shutil.copy(mnist_folder / "t10k-images-idx3-ubyte.gz", tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").write_bytes(idx(np.zeros(10_000, np.uint8)))
    with pytest.raises(
        ToolError, match=r"t10k-labels-idx1-ubyte: expected .*SHA-256 [0-9a-f]{64}\), found [0-9a-f]{64}"
    ):
        load_mnist("test", tmp_path)


def test_folder_without_mnist_tells_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="leave --data-dir out"):
        load_mnist("train", tmp_path)


def test_failed_download_of_mnist_names_every_url(monkeypatch: pytest.MonkeyPatch) -> None:
    import pooch

    def unreachable(url: str, **_: object) -> str:
        raise OSError(f"no way to {url}")

    monkeypatch.setattr(pooch, "retrieve", unreachable)
    with pytest.raises(ToolError, match="could not be downloaded") as refusal:
        load_mnist("test")
    assert str(refusal.value).count("t10k-images-idx3-ubyte.gz") >= 2


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the URL where it is served."""
    folder = tmp_path / "served"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_download_tries_the_next_mirror_and_rejects_wrong_hashes(
    host: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, address = host
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(mnist, "MIRRORS", (f"{address}absent/", address))
    packed = gzip.compress(idx(PIXELS))
    (folder / "digits.gz").write_bytes(packed)
    right = mnist.MnistFile("digits", sha256(idx(PIXELS)).hexdigest(), sha256(packed).hexdigest())
    assert mnist.read_checked(mnist.download(right), right) == idx(PIXELS)

    (folder / "other.gz").write_bytes(packed)
    with pytest.raises(ToolError, match="could not be downloaded"):
        mnist.download(mnist.MnistFile("other", right.sha256, "0" * 64))
    assert [path.name for path in (tmp_path / "cache").rglob("*") if path.is_file()] == ["digits.gz"]


def test_unipen_strokes_are_converted_to_the_pad_with_y_down() -> None:
    seven, one = parse_unipen(UNIPEN, "two digits")
    assert (seven.label, seven.writer, one.label, one.writer) == (7, 21, 1, 3)
    np.testing.assert_allclose(seven.strokes[0], [[56, 0], [140, 280]])
    np.testing.assert_allclose(seven.strokes[1], [[0, 140]])
    assert len(one.strokes) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "found none"),
        (UNIPEN.replace(" 250  0", " 250"), "line 6"),
        (UNIPEN.replace('"7"', '"seven"'), "line 2"),
        (" 3 4\n", "line 1"),
    ],
)
def test_invalid_strokes_are_refused_with_their_line(text: str, sentence: str) -> None:
    with pytest.raises(ToolError, match=sentence):
        parse_unipen(text, "pen.tra")


def test_pendigits_equal_those_of_an_independent_reader(pendigits: list[Any]) -> None:
    digits = load_pendigits(PROJECT.parent / "shared" / "data")
    assert [digit.label for digit in digits] == [label for label, _ in pendigits]
    for digit, (_, strokes) in list(zip(digits, pendigits, strict=True))[::97]:
        assert len(digit.strokes) == len(strokes)
        for ours, theirs in zip(digit.strokes, strokes, strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-3)
    writers = np.bincount([digit.writer for digit in digits])
    assert writers[0] == 0
    assert len(writers) == 31
    assert writers[1:].min() >= 247


def test_altered_pendigits_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pendigits-orig.tra").write_text(UNIPEN)
    with pytest.raises(ToolError, match="SHA-256"):
        load_pendigits(tmp_path)


def test_missing_pendigits_tell_where_to_download_them(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"archive\.ics\.uci\.edu"):
        load_pendigits(tmp_path)


def test_a_folder_of_images_is_read_by_class_and_resized(tmp_path: Path) -> None:
    for name, grey in (("0", 0), ("3", 255)):
        (tmp_path / name).mkdir()
        Image.new("RGB", (56, 56), (grey, grey, grey)).save(tmp_path / name / "a.png")
    (batch,) = stream_images(find_images(tmp_path, DIGITS), DIGITS, (1, 28, 28), 10, invert=False)
    assert batch.labels.tolist() == [0, 3]
    assert batch.images.shape == (2, 1, 28, 28)
    assert batch.images.mean(axis=(1, 2, 3)).tolist() == [0, 255]
    (inverted,) = stream_images(find_images(tmp_path, DIGITS), DIGITS, (1, 28, 28), 10, invert=True)
    np.testing.assert_array_equal(inverted.images, 255 - batch.images)


def test_unknown_class_empty_folder_and_broken_image_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="no images"):
        find_images(tmp_path, DIGITS)
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnot really")
    with pytest.raises(ToolError, match=r"broken\.png: not readable"):
        list(stream_images(find_images(tmp_path, DIGITS), DIGITS, (1, 28, 28), 10, invert=False))
    (tmp_path / "cats").mkdir()
    with pytest.raises(ToolError, match="'cats'"):
        find_images(tmp_path, DIGITS)


def test_idx_pair_is_streamed_in_batches_with_constant_memory(tmp_path: Path) -> None:
    def peak(images: int) -> int:
        pixels, labels = tmp_path / f"images{images}", tmp_path / f"labels{images}"
        pixels.write_bytes(idx(np.zeros((images, 28, 28), np.uint8)))
        labels.write_bytes(idx((np.arange(images) % 10).astype(np.uint8)))
        tracemalloc.start()
        seen = sum(len(batch) for batch in stream_idx_pair(pixels, labels, DIGITS, 25))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert seen == images
        return most

    peak(100)  # imports and caches
    assert peak(4_010) < 1.2 * peak(210)


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [(np.zeros(3, np.uint8), "as many labels|N images and N labels"), (np.full(2, 12, np.uint8), "below 10")],
    ids=["too many", "too high"],
)
def test_labels_that_do_not_match_the_images_are_refused(tmp_path: Path, labels: Any, sentence: str) -> None:
    (tmp_path / "images").write_bytes(idx(PIXELS))
    (tmp_path / "labels").write_bytes(idx(labels))
    with pytest.raises(ToolError, match=sentence):
        list(stream_idx_pair(tmp_path / "images", tmp_path / "labels", DIGITS, 2))
