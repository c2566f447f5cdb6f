"""The search for patches finds what a direct search and PyTorch find, in slices that end in time."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import glasscnn
from glasscnn import explain
from glasscnn.explain import Excitation, ForwardPass, PatchSearch, Place
from glasscnn.explain.patch_search import STRONGEST
from glasscnn.model import Model
from glasscnn.preprocess.digit_versions import VERSIONS, DigitVersions
from tests.support.graphs import overflowing_model, small_model

PROJECT = Path(__file__).resolve().parents[3]
SAMPLES = json.loads((PROJECT / "web" / "samples" / "digits.json").read_text())["digits"]
DIGITS = [[np.float32(stroke)[:, :2] for stroke in sample["strokes"]] for sample in SAMPLES]

Maps = dict[str, np.ndarray]  # by stage


def stages_of(model: Model) -> dict[str, str]:
    """The stages that show a convolution, with their nodes."""
    reading = ForwardPass(model, model.predict(np.zeros(model.graph.input.shape)).stages)
    return {stage.name: stage.node for stage in model.graph.stages if explain.shown_convolution(reading, stage.name)}


def searched(model: Model, count: int, draw: Callable[[int], np.ndarray]) -> PatchSearch:
    """A search that is over."""
    search = PatchSearch(model, stages_of(model), count, draw)
    search.run(np.inf)
    return search


def search_directly(maps_of_images: list[np.ndarray]) -> list[list[tuple[float, int, Place]]]:
    """For each map, the largest cell of each image above 0, the nine largest of them: one number at a time."""
    found = []
    for channel in range(len(maps_of_images[0])):
        candidates = []
        for image, maps in enumerate(maps_of_images):
            largest, place = -np.inf, Place(channel)
            for row in range(maps.shape[1]):
                for column in range(maps.shape[2]):
                    if maps[channel, row, column] > largest:
                        largest, place = maps[channel, row, column], Place(channel, row, column)
            if largest > 0:
                candidates.append((float(largest), image, place))
        found.append(sorted(candidates, key=lambda candidate: (-candidate[0], candidate[1]))[:9])
    return found


@pytest.mark.parametrize("name", ["gap10", "deep", "resmini"])
def test_search_finds_what_a_direct_search_with_the_readable_operators_finds(name: str) -> None:
    """Of the ten digits in two versions, each cell compared with each other one."""
    model = glasscnn.load(PROJECT / "weights" / f"{name}.npz")
    versions = DigitVersions(DIGITS, 280, model.graph.input.shape)
    search = searched(model, 20, versions.draw)
    images = np.stack([versions.draw(number) for number in range(20)])
    assert np.array_equal(search.images, images)
    stages = model.predict(images).stages  # of a batch: the readable operators
    for stage in stages_of(model):
        assert_same(search.strongest(stage), search_directly(list(stages[stage])))


def assert_same(found: list[list[Excitation]], expected: list[list[tuple[float, int, Place]]]) -> None:
    """The same images and cells with the same values; where two values hardly differ, either may come first."""
    assert len(found) == len(expected)
    for of_map, direct in zip(found, expected, strict=True):
        np.testing.assert_allclose([one.value for one in of_map], [value for value, *_ in direct], rtol=1e-4)
        for position, one in enumerate(of_map):
            value, image, place = direct[position]
            near = [other for at, other in enumerate(direct) if at != position and abs(other[0] - value) < 1e-4 * value]
            assert (one.image, one.place) == (image, place) or near or is_tie(one, value)


def is_tie(one: Excitation, value: float) -> bool:
    """Whether the value is that of the direct search, so that another cell is as large but for the last bits."""
    return abs(one.value - value) < 1e-5 * value


@pytest.mark.parametrize("name", ["gap10", "deep", "resmini"])
def test_every_value_found_is_the_largest_of_its_map_in_pytorch(name: str) -> None:
    torch_graph = pytest.importorskip("tests.support.torch_graph", reason="PyTorch is the oracle of this test")
    model = glasscnn.load(PROJECT / "weights" / f"{name}.npz")
    versions = DigitVersions(DIGITS, 280, model.graph.input.shape)
    search = searched(model, 12, versions.draw)
    for image in range(12):
        outputs = torch_graph.run_in_torch(model, versions.draw(image))
        for stage, node in stages_of(model).items():
            maps = outputs[node].detach().numpy()
            for one in itertools.chain.from_iterable(search.strongest(stage)):
                if one.image == image:
                    assert one.value == pytest.approx(float(maps[one.place]), rel=1e-4)
                    assert one.value == pytest.approx(float(maps[one.place.channel].max()), rel=1e-4)


def test_slices_end_in_time_and_give_what_one_run_gives() -> None:
    model = Model(*small_model())
    random = np.random.default_rng(1)
    images = random.random((14, 1, 8, 8), np.float32)
    times = map(float, itertools.count(0, 4))  # an image takes 4 s by this clock
    search = PatchSearch(model, stages_of(model), 14, images.__getitem__, clock=lambda: next(times))
    done = []
    while search.waiting:
        search.run(12)
        done.append(search.done)
    assert done == [3, 6, 9, 12, 14]
    assert search.strongest("conv") == searched(model, 14, images.__getitem__).strongest("conv")
    assert all(len(found) <= STRONGEST for found in search.strongest("conv"))


def test_a_map_that_is_nowhere_above_0_has_no_patches() -> None:
    graph, weights = small_model()
    weights["conv.weight"][2], weights["conv.bias"][2] = 0, -1
    random = np.random.default_rng(2)
    search = searched(Model(graph, weights), 10, lambda _: random.random((1, 8, 8), np.float32))
    assert search.strongest("conv")[2] == []
    assert [len(found) for found in search.strongest("conv")] == [9, 9, 0, 9]


def test_of_equal_cells_the_first_counts_and_of_equal_images_the_first() -> None:
    model = Model(*small_model())
    found = searched(model, 12, lambda _: np.zeros((1, 8, 8), np.float32)).strongest("conv")
    assert any(found)
    for excitations in filter(None, found):
        assert [one.image for one in excitations] == list(range(9))
        assert len({one.place for one in excitations}) == 1


def test_infinity_counts_as_the_largest_value_and_nan_as_none() -> None:
    model = Model(*overflowing_model(6))
    with np.errstate(all="ignore"):
        search = searched(model, 3, lambda _: np.eye(6, dtype=np.float32)[None] * 9)
        assert np.isnan(model.predict(search.images[0]).stages["far"]).any()
    paper = float(np.float32(3e38) * np.float32(0.5))  # with the normalised paper, −0.5, and a weight of −3e38
    assert [[one.value for one in found] for found in search.strongest("up")] == [[np.inf] * 3, [paper] * 3]
    assert search.strongest("far") == [[]]


def test_versions_differ_from_each_other_and_the_first_is_the_digit_as_the_pad_would_read_it() -> None:
    versions = DigitVersions(DIGITS, 280, (1, 28, 28))
    images = [versions.draw(number) for number in range(len(versions))]
    assert len(images) == 60 == len(VERSIONS) * 10
    assert len({image.tobytes() for image in images}) == 60
    assert np.array_equal(images[3], glasscnn.ink_to_image(DIGITS[3]))


def test_a_slanted_version_leans_to_the_right_and_a_wide_one_is_wider() -> None:
    one = [[np.float32([[140, 40], [140, 240]])]]
    upright, right, left, *_ = (DigitVersions(one, 280, (1, 28, 28)).draw(number)[0] for number in range(6))
    middles = [(image[5] @ np.arange(28)) / image[5].sum() for image in (upright, right, left)]
    assert middles[1] > middles[0] + 1 > middles[2] + 2
    widths = [
        (image[0] > 0.5).any(axis=0).sum() for image in map(DigitVersions(DIGITS, 280, (1, 28, 28)).draw, (0, 30, 40))
    ]
    assert widths[1] < widths[0] < widths[2]


def test_a_model_of_colours_gets_the_digits_in_every_channel() -> None:
    image = DigitVersions(DIGITS, 280, (3, 40, 32)).draw(7)
    assert image.shape == (3, 40, 32)
    assert np.array_equal(image[0], image[1])
    assert np.array_equal(image[0], image[2])
    assert np.array_equal(image[0, 4:36], glasscnn.ink_to_image(DIGITS[7], size=32)[0])
