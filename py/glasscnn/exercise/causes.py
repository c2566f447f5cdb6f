"""Why a result differs from what is expected: a guess is made only if it explains every number."""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Same = Callable[[Numbers, Numbers], bool]
Shape = tuple[int, ...]


def cause_of(found: Numbers, wanted: Numbers, rtol: float, atol: float) -> str:
    """The likely cause in one sentence, or nothing; both arrays have the same shape."""

    def same(x: Numbers, y: Numbers) -> bool:
        return bool(np.isclose(x, y, rtol, atol).all())

    if not (found.size and np.isfinite(found).all() and np.isfinite(wanted).all()):
        return ""
    rules = (signs, orders, factors, offsets, shifts, roundings, permutations)
    return next((cause for rule in rules for cause in rule(found, wanted, same)), "")


def signs(found: Numbers, wanted: Numbers, same: Same) -> Iterator[str]:
    """All zero, negated, or without signs."""
    if found.size > 1 and not found.any():
        yield "All numbers are 0"
    elif same(found, -wanted):
        yield "Every sign is the opposite" if found.size > 1 else "The sign is the opposite"
    elif same(found, np.abs(wanted)):
        yield "Every negative number has lost its sign"


def orders(found: Numbers, wanted: Numbers, same: Same) -> Iterator[str]:
    """Transposed or mirrored along the last two axes."""
    if found.ndim < 2:
        if found.ndim == 1 and same(found, wanted[::-1]):
            yield "The numbers are in the reverse order"
        return
    if found.shape[-1] == found.shape[-2] and same(found, wanted.swapaxes(-1, -2)):
        yield "Rows and columns are exchanged: is something transposed, or are i and j?"
    if same(found, wanted[..., ::-1, ::-1]):
        yield "The result is turned by 180°: is the kernel flipped?"
    if same(found, wanted[..., ::-1]):
        yield "Left and right are exchanged"
    if same(found, wanted[..., ::-1, :]):
        yield "Top and bottom are exchanged"


def factors(found: Numbers, wanted: Numbers, same: Same) -> Iterator[str]:
    """Every number the same multiple of the expected one."""
    if constant(wanted):  # a factor cannot be told from an offset
        return
    largest = np.abs(wanted).argmax()
    factor = found.flat[largest] / wanted.flat[largest]
    if factor != 0 and same(found, wanted * factor):
        small = abs(factor) < 1
        times = f"{1 / factor:.4g} times too small" if small else f"{factor:.4g} times too large"
        yield f"Every number is {times}" if factor > 0 else f"Every number is {factor:.4g} times the expected one"


def offsets(found: Numbers, wanted: Numbers, same: Same) -> Iterator[str]:
    """Every number, or every number of a channel, too large by the same amount."""
    if constant(wanted):
        return
    difference = found - wanted
    if same(found, wanted + difference.flat[0]):
        yield f"Every number is {amount(difference.flat[0])}"
    elif found.ndim >= 2:
        axis = 1 if found.ndim > 2 else found.ndim - 1  # of the channels: (N, C, H, W), or (N, features)
        channels = np.moveaxis(difference, axis, 0).reshape(found.shape[axis], -1)  # (C, numbers of each)
        spread = np.moveaxis(np.broadcast_to(channels[:, :1], channels.shape), 0, -1)  # (numbers of each, C)
        if channels.shape[1] > 1 and same(np.moveaxis(channels, 0, -1), spread):
            yield "The difference is the same all over each channel: is the bias missing, or not the right one?"


def amount(difference: float) -> str:
    """How much too large or too small."""
    return f"{abs(difference):.4g} too {'large' if difference > 0 else 'small'}"


def shifts(found: Numbers, wanted: Numbers, same: Same) -> Iterator[str]:
    """Moved by one cell along one of the last two axes."""
    names = {found.ndim - 1: ("right", "left"), found.ndim - 2: ("down", "up")}
    for axis, directions in names.items():
        if axis < 0 or found.shape[axis] < 3:
            continue
        before = tuple(slice(None, -1) if other == axis else slice(None) for other in range(found.ndim))
        after = tuple(slice(1, None) if other == axis else slice(None) for other in range(found.ndim))
        for direction, to, origin in zip(directions, (after, before), (before, after), strict=True):
            if not constant(wanted[origin]) and same(found[to], wanted[origin]):
                place = f"one cell {direction}" if found.ndim > 1 else f"one place to the {direction}"
                yield f"Everything is moved {place}"


def roundings(found: Numbers, wanted: Numbers, same: Same) -> Iterator[str]:
    """Without decimals, or with few."""
    if found.size < 2:
        return
    if same(found, np.trunc(wanted)) or same(found, np.rint(wanted)) or same(found, np.floor(wanted)):
        yield "The decimals are lost: are the results stored in an array of integers?"
    elif any(same(found, wanted.round(digits)) for digits in (1, 2, 3)):
        yield "The numbers are rounded"
    elif np.abs(wanted).max() < 6e4 and same(found, wanted.astype(np.float16).astype(np.float64)):
        yield "The numbers are rounded to float16"


def permutations(found: Numbers, wanted: Numbers, same: Same) -> Iterator[str]:
    """The same numbers at other places."""
    if found.size > 2 and same(np.sort(found, axis=None), np.sort(wanted, axis=None)):
        varied = np.diff(np.sort(wanted, axis=None)).astype(bool).sum() > found.size / 2
        cause = "These are the right numbers in another order"
        yield f"{cause}: does a reshape need a transpose before it?" if varied and found.ndim > 1 else cause


def constant(x: Numbers) -> bool:
    """Whether all numbers are the same."""
    return bool((x == x.flat[0]).all())


def cause_of_shape(found: Shape, wanted: Shape) -> str:
    """The likely cause of a wrong shape in one sentence, or nothing."""
    if len(found) == len(wanted) >= 2 and found == (*wanted[:-2], wanted[-1], wanted[-2]):
        return "The last two axes are exchanged"
    if len(found) == len(wanted) == 4 and found[:2] == wanted[:2]:
        rows, columns = wanted[2] - found[2], wanted[3] - found[3]
        if rows == columns != 0:
            kind = "smaller: is the padding missing" if rows > 0 else "larger: is there too much padding"
            return f"The maps are {abs(rows)} {'cell' if abs(rows) == 1 else 'cells'} {kind}, or is the stride another?"
    if found == wanted[1:] and wanted[0] == 1:
        return "The first axis, that of the images, is missing"
    if tuple(side for side in found if side != 1) == tuple(side for side in wanted if side != 1):
        return "There is an axis of length 1 too many" if len(found) > len(wanted) else "An axis of length 1 is missing"
    if np.prod(found) == np.prod(wanted):
        return "The number of numbers is right: a reshape is missing, or is the wrong one"
    return ""
