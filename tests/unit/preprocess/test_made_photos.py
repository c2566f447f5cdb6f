"""Photos of every kind are read rightly; faults that people reported stay mended; what holds no digit is refused."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import glasscnn
from tests.photos.handwriting import samples
from tests.photos.kinds import HARD, KINDS, PLAIN, make_photo
from tests.photos.reading import read

PROJECT = Path(__file__).resolve().parents[3]
FAULTS = PROJECT / "tests" / "photos" / "faults"
MODEL = glasscnn.load(PROJECT / "weights" / "deep.npz")


@pytest.mark.parametrize("kind", KINDS)
def test_photos_of_every_kind_are_read_rightly(kind: str) -> None:
    digits, count = samples(), 2
    seeds = range(500, 500 + count)
    right = 0
    for seed in seeds:
        first, second = digits[(3 * seed + KINDS.index(kind)) % 10], digits[(7 * seed + 1) % 10]
        photo = make_photo(kind, [first, second], seed)
        answer = read(photo.jpeg, MODEL)
        right += (answer.labels if len(photo.labels) > 1 else [answer.label]) == photo.labels
    assert right == count, f"{right} of {count}"


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("table_0.jpg", [0]),
        ("shadow_hard_4.jpg", [4]),
        ("shadow_soft_3.jpg", [3]),
        ("photo_shadow_edge.jpg", [4]),
        ("photo_frame_drawn.jpg", [9]),
        ("photo_grid.jpg", [7]),
        ("two_digits_12.png", [1, 2]),
        ("white_on_transparent.png", [4]),
        ("mnist28_9.png", [9]),
    ],
)
def test_pictures_that_were_misread_are_read_rightly(name: str, labels: list[int]) -> None:
    answer = read((FAULTS / name).read_bytes(), MODEL)
    assert answer.labels == labels
    assert min(answer.probabilities) > 0.9


@pytest.mark.parametrize("name", ["photo_thin_pen_small.jpg", "rgb32_noise.png", "rgb64_noise.png"])
def test_pictures_without_a_readable_digit_are_refused(name: str) -> None:
    answer = read((FAULTS / name).read_bytes(), MODEL)
    assert answer.labels in ([], [3] if "thin_pen" in name else [])
    assert answer.labels or "no ink was found" in answer.refusal


def empty(kind: str, seed: int) -> bytes:
    return make_photo(kind, [], seed).jpeg


@pytest.mark.parametrize("kind", ["hard shadow", "wood", "cloth", "ruled", "squared", "two edges", "dark screen"])
def test_photos_of_empty_paper_are_refused_never_a_confident_digit(kind: str) -> None:
    for seed in (600,):
        answer = read(empty(kind, seed), MODEL)
        assert answer.labels == [], (seed, answer)


def test_a_line_that_runs_out_of_the_picture_is_no_digit() -> None:
    grey = np.full((300, 400), 220, np.uint8)
    grey[:, 190:196] = 40
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "PNG")
    assert read(file.getvalue(), MODEL).labels == []


@pytest.mark.parametrize("digit", [0, 3, 5, 8])
def test_a_digit_that_is_cut_out_tightly_is_read_rightly(digit: int) -> None:
    strokes = [stroke * 200 + 40 for stroke in samples()[digit].strokes]
    pixels = 255 - np.rint(glasscnn.ink_to_image(strokes)[0] * 255).astype(np.uint8)
    picture = Image.fromarray(pixels).resize((224, 224), Image.Resampling.BICUBIC)
    ink = np.asarray(picture) < 128
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    file = io.BytesIO()
    picture.crop((columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)).save(file, "PNG")
    assert read(file.getvalue(), MODEL).labels == [digit]


def test_every_kind_is_plain_or_hard() -> None:
    assert set(PLAIN) | set(HARD) == set(KINDS)
    assert not set(PLAIN) & set(HARD)
