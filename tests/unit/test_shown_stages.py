"""Of a large model, the session paints the stages that are shown, at the resolution that they are shown in."""

import json
from typing import Any

import numpy as np
import pytest

from glasscnn.bridge import Session
from glasscnn.bridge.palette import SCOPES
from glasscnn.bridge.stage_canvas import Means, StageCanvas, coarsest_scale, gap_between
from glasscnn.engine import Region
from glasscnn.errors import QuestionError
from glasscnn.model import write_model
from tests.support.graphs import Weights, make_graph, make_node

SEVEN = [[(60, 60), (220, 60), (120, 240)], [(100, 150), (190, 150)]]
SAME = {"padding": [1, 1, 1, 1]}
HALVED = {"kernel_size": [2, 2], "stride": [2, 2]}


def large_model() -> bytes:
    """Two convolutions on 3 × 120 × 120, the second without padding: maps of 120, 60 and 58 cells."""
    random = np.random.default_rng(4)
    weights: Weights = {
        "conv1.weight": random.standard_normal((36, 3, 3, 3)).astype(np.float32),
        "conv1.bias": random.standard_normal(36).astype(np.float32),
        "conv2.weight": (0.1 * random.standard_normal((8, 36, 3, 3))).astype(np.float32),
    }
    nodes = [
        make_node("conv1", "conv2d", "image", **SAME),
        make_node("pool", "max_pool2d", "conv1", **HALVED),
        make_node("conv2", "conv2d", "pool"),
        make_node("gap", "global_avg_pool2d", "conv2"),
    ]
    return write_model(make_graph(nodes, "gap", 8, (3, 120, 120)), weights)


def opened(scope: str = "stage") -> tuple[Session, list[dict[str, Any]]]:
    """A session with the large model, and the descriptions of its stages."""
    session = Session()
    description = json.loads(session.load_model(large_model(), "large"))
    assert description["isLarge"]
    session.ask("colours", json.dumps({"scope": scope, "colormap": "ember"}))
    return session, description["stages"]


def draw(session: Session, points: list[tuple[float, float]], centre: bool = False) -> None:
    session.ink[: len(points)] = points
    session.stroke_lengths[0] = len(points)
    session.read_ink(1, 280, 24, centre)


def show(session: Session, scales: list[int]) -> list[np.ndarray]:
    """The canvases of all stages after the request."""
    return canvases(session, json.loads(session.show(json.dumps(scales))))


def canvases(session: Session, places: list[list[int]]) -> list[np.ndarray]:
    scales = [view.canvas.scale for view in session.views]
    return [
        session.pixels[offset : offset + 4 * width * height].copy() if scale else np.zeros(0, np.uint8)
        for scale, (offset, width, height) in zip(scales, places, strict=True)
    ]


def test_of_a_large_model_nothing_is_painted_until_the_page_says_what_it_shows() -> None:
    session, stages = opened()
    draw(session, SEVEN[0])
    assert not session.pixels.size
    everything = show(session, [1] * len(stages))
    assert sum(map(len, everything)) == len(session.pixels)
    assert all(len(canvas) == stage["canvas"]["length"] for canvas, stage in zip(everything, stages, strict=True))


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("scale", [1, 4])
def test_a_stage_that_is_shown_late_is_painted_as_if_it_had_been_shown_all_the_time(scope: str, scale: int) -> None:
    (late, stages), (always, _) = opened(scope), opened(scope)
    scales = [min(scale, stage["canvas"]["coarsest"]) for stage in stages]
    show(always, scales)
    spiral = [(140 + t * np.cos(t / 9), 140 + t * np.sin(t / 9)) for t in range(0, 120, 2)]
    for points in (10, 40, 41, 59):
        for session in (late, always):
            draw(session, spiral[:points])
        show(late, [0, *scales[1:3], *([0] * (len(scales) - 3))] if points == 40 else [0] * len(scales))
    for one, other in zip(show(late, scales), show(always, scales), strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(late.ranges, always.ranges)


@pytest.mark.parametrize("scope", SCOPES)
def test_only_what_is_shown_is_painted_and_as_it_is_in_the_whole(scope: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (part, stages), (whole, _) = opened(scope), opened(scope)
    scales = [0, 1, 0, 1, 0, 0]
    assert len(scales) == len(stages)
    show(part, scales)
    everything = show(whole, [1] * len(stages))
    painted: list[tuple[int, ...]] = []
    paint = StageCanvas.paint
    with monkeypatch.context() as watched:
        watched.setattr(
            StageCanvas, "paint", lambda canvas, *rest: (painted.append(canvas.values.shape), paint(canvas, *rest))
        )
        draw(part, SEVEN[0])
    assert painted == [tuple(stages[number]["shape"]) for number in (1, 3)]
    draw(whole, SEVEN[0])
    everything = show(whole, [1] * len(stages))
    for scale, canvas, expected in zip(scales, show(part, scales), everything, strict=True):
        np.testing.assert_array_equal(canvas, expected if scale else [])


@pytest.mark.parametrize("scope", SCOPES)
def test_updates_of_means_equal_fresh_ones(scope: str) -> None:
    growing, stages = opened(scope)
    scales = [stage["canvas"]["coarsest"] for stage in stages]
    assert scales[:4] == [8, 8, 4, 2]
    show(growing, scales)
    for points in (SEVEN[0][:1], SEVEN[0][:2], SEVEN[0], SEVEN[1]):
        draw(growing, points)
        fresh, _ = opened(scope)
        show(fresh, scales)
        draw(fresh, points)
        np.testing.assert_array_equal(growing.pixels, fresh.pixels)


@pytest.mark.parametrize("shape", [(2, 12, 16), (1, 13, 10), (3, 3, 5)])
@pytest.mark.parametrize("scale", [2, 4, 8])
def test_means_are_those_of_the_cells_that_a_block_has(shape: tuple[int, int, int], scale: int) -> None:
    maps = np.random.default_rng(1).standard_normal(shape).astype(np.float32)
    means = Means(maps, scale)
    channels, height, width = shape
    means.update(Region(0, 0, height, width))
    for channel in range(channels):
        for row in range(0, height, scale):
            for column in range(0, width, scale):
                block = maps[channel, row : row + scale, column : column + scale]
                found = means.values[channel, row // scale, column // scale]
                assert found == pytest.approx(block.mean(dtype=np.float64), abs=1e-6)
    before = means.values.copy()
    maps += 1
    region = means.update(Region(2, 3, 3, 5))
    assert region == (2 // scale, 3 // scale, 2 // scale + 1, 4 // scale + 1)
    changed = np.zeros(before.shape, bool)
    changed[:, region.top : region.bottom, region.left : region.right] = True
    np.testing.assert_allclose(means.values, before + changed, atol=1e-6)


@pytest.mark.parametrize("width", range(28, 225, 7))
def test_maps_keep_their_places_at_every_scale(width: int) -> None:
    gap = gap_between(width)
    assert 1 <= gap <= width / 11
    maps = np.zeros((6, width, width), np.float32)
    coarsest = coarsest_scale(maps.shape, gap)
    assert coarsest >= (4 if width >= 112 else 2 if width >= 56 else 1)
    canvas = StageCanvas(maps, 3, gap)
    for scale in (1, 2, 4, 8, 16):
        if scale <= coarsest:
            canvas.resize(scale)
            painter = canvas.painter
            assert (painter.map_width + painter.gap) * scale == width + gap
            assert painter.map_width == -(-width // scale)
            assert painter.gap >= 1


@pytest.mark.parametrize("scales", ["[1, 1]", "[1, 1, 1, 1, 1, 2]", "[-1, 1, 1, 1, 1, 1]", "[3, 1, 1, 1, 1, 1]"])
def test_scales_that_do_not_fit_the_stages_are_refused_and_change_nothing(scales: str) -> None:
    session, stages = opened()
    show(session, [1] * len(stages))
    draw(session, SEVEN[0])
    before = session.pixels.copy()
    with pytest.raises(QuestionError, match="expected a scale for each of 6 stages"):
        session.show(scales)
    np.testing.assert_array_equal(session.pixels, before)


def test_multiplications_are_those_that_a_hand_counts() -> None:
    random = np.random.default_rng(4)
    shapes = {"a": (6, 3, 3, 3), "b": (4, 3, 1, 5), "logits": (2, 4)}
    weights: Weights = {
        f"{name}.weight": random.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()
    }
    nodes = [
        make_node("a", "conv2d", "image", padding=[1, 1, 1, 1], stride=[2, 2]),  # 6 maps of 5 × 6
        make_node("hidden", "relu", "a"),
        make_node("b", "conv2d", "hidden", groups=2),  # 4 maps of 5 × 2
        make_node("gap", "global_avg_pool2d", "b"),
        make_node("logits", "linear", "gap"),
    ]
    description = json.loads(
        Session().load_model(write_model(make_graph(nodes, "logits", 2, (3, 10, 12)), weights), "counted")
    )
    first = (6 * 5 * 6) * (3 * 3 * 3)  # cells × terms of each
    second = (4 * 5 * 2) * (3 * 1 * 5)  # 6 / 2 channels in each group
    found = {stage["name"]: stage["multiplications"] for stage in description["stages"]}
    assert {name: count for name, count in found.items() if count} == {"a": first, "b": second, "logits": 8}
    assert description["multiplications"] == first + second + 8
