"""Runs in Pyodide: what NumPy and the models give before and after the fast loops are imported, as JSON."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from site import getsitepackages

shutil.unpack_archive("/given/numpy.whl", getsitepackages()[0], "zip")
sys.path.append("/given")

import numpy as np  # noqa: E402  it must be unpacked first

UFUNCS = (np.add, np.subtract, np.multiply, np.divide, np.maximum, np.minimum)
COUNTS = (0, 1, 3, 4, 5, 7, 8, 33, 1000)
STEPS = ((1, 2, 3, 0, -1), (1, 2, 0, -2))
PRODUCTS = (
    *((1, 1, 1), (3, 5, 4), (4, 9, 8), (7, 3, 5), (10, 91, 17), (2, 2, 2), (5, 300, 33), (6, 0, 5), (0, 3, 4)),
    *((3, 4, 0), (9, 4, 16), (11, 7, 100), (1, 40, 10), (13, 6, 27)),
)


def numbers(count: int) -> np.ndarray:
    """Random numbers, with NaN, infinities and both zeros among them."""
    x = np.random.default_rng(5).standard_normal(count).astype(np.float32)
    x[::97], x[5::113], x[8::131], x[7::101], x[3::89] = np.nan, np.inf, -np.inf, -0.0, 0.0
    return x


def spaced(x: np.ndarray, step: int, count: int) -> np.ndarray:
    """`count` numbers of x, `step` apart; with a step of 0, the same one again and again."""
    return x[: max(1, abs(step) * count)][::step][:count] if step else np.broadcast_to(x[11:12], (count,))


def results_of_pairs() -> Iterator[np.ndarray]:
    """Every ufunc of two numbers: steps, outputs with gaps, overlaps, accumulate, reduce and outer."""
    x = numbers(4000)
    for ufunc in UFUNCS:
        for count in COUNTS:
            for first, second in ((a, b) for a in STEPS[0] for b in STEPS[1]):
                a, b = spaced(x, first, count), spaced(x[1000:], second, count)
                with_gaps, in_place = np.zeros(2 * count, np.float32), a.copy()
                yield ufunc(a, b)
                yield ufunc(a, b, out=with_gaps[::2])
                yield ufunc(in_place, b, out=in_place)
        for output, one, other in ((slice(1, None), slice(-1), slice(1, None)), (slice(-1), slice(1, None), slice(-1))):
            shifted = x[:50].copy()
            yield ufunc(shifted[one], shifted[other], out=shifted[output])
        square = x[:100].reshape(10, 10).copy()
        yield ufunc(square, square.T, out=square)
        yield ufunc.accumulate(x[12:60])
        yield np.asarray(ufunc.reduce(x[12:60]))
        yield ufunc.reduce(x[:400].reshape(20, 20), axis=0)
        yield ufunc.reduce(x[:400].reshape(20, 20), axis=1)
        yield ufunc.outer(x[:9], x[20:31])


def results_of_products() -> Iterator[np.ndarray]:
    """matmul with every order of both factors and the output, batches of either or both, vectors, overlaps."""
    x = np.random.default_rng(6).standard_normal(20000).astype(np.float32)
    for rows, inner, columns in PRODUCTS:
        a, b = x[: rows * inner].reshape(rows, inner), x[5000 : 5000 + inner * columns].reshape(inner, columns)
        yield a @ b
        yield a @ np.asfortranarray(b)
        yield np.asfortranarray(a) @ b
        yield np.matmul(a, b, out=np.zeros((columns, rows), np.float32).T)
        yield np.matmul(np.broadcast_to(a, (3, rows, inner)), b)
        yield np.matmul(np.stack([a, a + 1]), np.stack([b, b - 1]))
        yield np.broadcast_to(a[:, :1], (rows, inner)) @ b
    yield x[:100] @ x[100:200]
    yield x[:100].reshape(10, 10) @ x[:10]
    yield x[:10] @ x[:100].reshape(10, 10)
    square = x[:100].reshape(10, 10).copy()
    yield np.matmul(square, square, out=square)
    overlapping = np.lib.stride_tricks.as_strided(x, (6, 12, 7), (84, 28, 4))
    yield x[:60].reshape(5, 12) @ overlapping
    special = numbers(1200)
    yield special[:600].reshape(20, 30) @ special[600:].reshape(30, 20)


def results() -> list[np.ndarray]:
    """All results, copied before anything overwrites them."""
    with np.errstate(all="ignore"):
        return [x.copy() for source in (results_of_pairs(), results_of_products()) for x in source]


def updates_that_differ(path: Path) -> int:
    """Of 60 random changes of an image, those after which an update has not the bits of a full run."""
    import glasscnn
    from glasscnn.engine import ChangeDetector

    updated, fresh = glasscnn.load(path).plan, glasscnn.load(path).plan
    random = np.random.default_rng(0)
    channels, height, width = updated.image.shape
    updated.run()
    detector, differing = ChangeDetector(updated.image), 0
    for number in range(60):
        most = height if number % 5 == 0 else 8
        tall, wide = random.integers(1, most + 1, 2)
        top, left = random.integers(0, height - tall + 1), random.integers(0, width - wide + 1)
        updated.image[:, top : top + tall, left : left + wide] = random.random((channels, tall, wide), np.float32)
        updated.update(detector.changed_region())
        detector.remember()
        fresh.image[...] = updated.image
        fresh.run()
        differing += any(output.tobytes() != fresh.outputs[name].tobytes() for name, output in updated.outputs.items())
    return differing


def seconds(left: np.ndarray, right: np.ndarray) -> float:
    """The shortest of some products."""
    from time import perf_counter

    found = []
    for _ in range(20):
        start = perf_counter()
        np.matmul(left, right)
        found.append(perf_counter() - start)
    return min(found)


factors = np.ones((32, 300), np.float32), np.ones((300, 200), np.float32)
before, slow = results(), seconds(*factors)
import fast_loops  # noqa: E402, F401  importing it is what is tested

after, fast = results(), seconds(*factors)
json.dumps(
    {
        "results": len(before),
        "differing": [
            number
            for number, (one, other) in enumerate(zip(before, after, strict=True))
            if one.shape != other.shape or not np.array_equal(one, other, equal_nan=True)
        ],
        "updates": {path.stem: updates_that_differ(path) for path in sorted(Path("/given/models").glob("*.npz"))},
        "speedup": slow / fast,
    }
)
