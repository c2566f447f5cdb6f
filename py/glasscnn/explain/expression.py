"""One cell as a line of NumPy, as a student would type it.

`(x[:, 5:8, 9:12] * W[3]).sum() + b[3]`, after `x = result.stages["conv1"]` and the like.
"""

import math
from collections.abc import Sequence

from glasscnn.engine import Node
from glasscnn.explain.convolution_steps import adding_window, first_channel
from glasscnn.explain.expression_setup import Setup
from glasscnn.explain.forward_pass import ForwardPass, Place, one_source, place_in
from glasscnn.explain.function_lines import LINES, line_of
from glasscnn.explain.moved_cells import interpolated_cells
from glasscnn.explain.normalisations import NORMALISATIONS, normalisation_line
from glasscnn.explain.python_text import factor, index, span, stage, weight
from glasscnn.explain.step_builders import cells_counted
from glasscnn.explain.windows import covered, inside, sliding_of
from glasscnn.model.masks import is_left_out


def expression_of(reading: ForwardPass, way: Sequence[tuple[str, Place]], value: float) -> tuple[str, list[str]]:
    """The line for the last cell of `way`, whose number is `value`, and the setup lines before it."""
    setup, broken = Setup(reading), math.isnan(value)
    line = first_expression(setup, *way[0], broken)
    for name, place in way[1:]:
        line = around(setup, reading.nodes[name], place, line, broken)
    return line, setup.lines


def first_expression(setup: Setup, name: str, place: Place, broken: bool) -> str:
    """The cell computed from the preceding stages; `broken` if it is NaN."""
    reading = setup.reading
    if name == reading.input_name:
        (x,) = setup.let(x=stage(name))
        return f"{x}[{index(place, 3)}]"
    node = reading.nodes[name]
    match node.op:
        case "conv2d":
            return convolution(setup, node, place)
        case "linear":
            (x,) = setup.let(x=setup.source(node.inputs[0]))
            w, bias = weight_and_bias(setup, node, place)
            return f"{x} @ {w}[{place.channel}]{bias}"
        case "max_pool2d" | "avg_pool2d" | "global_avg_pool2d" | "global_max_pool2d":
            return pooling(setup, node, place)
        case "reduce_max" | "reduce_min" | "reduce_mean" | "reduce_sum":
            (x,) = setup.let(x=setup.source(node.inputs[0]))
            axes = enumerate(place[: len(reading.shape(name))], start=1)
            along = ", ".join(":" if axis in node.attributes["dim"] else str(index) for axis, index in axes)
            return f"{x}[{along}].{node.op.removeprefix('reduce_')}()"
        case "conv_transpose2d":
            return transposed_convolution(setup, node, place)
        case "resize2d" if node.attributes["mode"] != "nearest":
            (x,) = setup.let(x=setup.source(node.inputs[0]))
            cells = interpolated_cells(node, reading.shape(node.inputs[0]), place.row, place.column)
            terms = [f"{w!r} * {x}[{place.channel}, {row}, {column}]" for (row, column), w in cells.items()]
            return " + ".join(terms) or "0.0"
        case op if op in SIGNS or op in FUNCTIONS_OF_SEVERAL:
            return arithmetic(setup, node, place)
        case "softmax" | "log_softmax":
            spot = "" if len(reading.shape(name)) == 1 else f"[:, {place.row}, {place.column}]"
            (x,) = setup.let(x=f"{factor(setup.source(node.inputs[0]))}{spot}")
            if node.op == "log_softmax":
                return f"{x}[{place.channel}] - {x}.max() - np.log(np.exp({x} - {x}.max()).sum())"
            return f"np.exp({x}[{place.channel}] - {x}.max()) / np.exp({x} - {x}.max()).sum()"
        case _:
            source = one_source(reading, node, place)
            if source is None:  # the constant around padded maps
                return repr(float(node.attributes["value"]))
            (x,) = setup.let(x=setup.source(source[0]))
            inner = f"{x}[{index(source[1], len(reading.shape(source[0])))}]"
            return around(setup, node, place, inner, broken)


FUNCTIONS_OF_SEVERAL = {"elementwise_max": "max", "elementwise_min": "min"}
SIGNS = {"add": " + ", "sub": " - ", "mul": " * ", "div": " / "}
"""Arithmetic of layers, and its sign in Python."""


def arithmetic(setup: Setup, node: Node, place: Place) -> str:
    """The numbers in the same place of all inputs, with a sign between them or as arguments of a function."""
    sources = dict.fromkeys(node.inputs)
    names = dict(zip(sources, setup.let(**named(setup, list(sources))), strict=True))
    shapes = {source: setup.reading.shape(source) for source in sources}
    numbers = {
        source: f"{names[source]}[{index(place_in(place, shape), len(shape))}]" for source, shape in shapes.items()
    }
    listed = [numbers[source] for source in node.inputs]
    if node.op in FUNCTIONS_OF_SEVERAL:
        return f"{FUNCTIONS_OF_SEVERAL[node.op]}({', '.join(listed)})"
    return SIGNS[node.op].join(listed)


def named(setup: Setup, sources: list[str]) -> dict[str, str]:
    """Several sources under the names x and y, or x1, x2, x3 …"""
    names = "xy"[: len(sources)] if len(sources) < 3 else [f"x{number}" for number in range(1, len(sources) + 1)]
    return {name: setup.source(source) for name, source in zip(names, sources, strict=True)}


def convolution(setup: Setup, node: Node, place: Place) -> str:
    """The sum of a window times a kernel, plus the bias; the maps are padded if the window needs it."""
    reading, source = setup.reading, node.inputs[0]
    channels, height, width = reading.shape(source)
    rows, columns = covered(sliding_of(reading, node), place.row, place.column)
    above, below = max(0, -rows[0]), max(0, rows[-1] + 1 - height)
    before, after = max(0, -columns[0]), max(0, columns[-1] + 1 - width)
    (x,) = setup.let(x=setup.source(source))
    if above or below or before or after:
        setup.lines.append(f"{x} = np.pad({x}, ((0, 0), ({above}, {below}), ({before}, {after})))")
    w, bias = weight_and_bias(setup, node, place)
    seen = ":"
    if node.attributes["groups"] > 1:
        first = first_channel(reading, node, place)
        seen = f"{first}:{first + channels // node.attributes['groups']}"
    window = f"{span([row + above for row in rows])}, {span([column + before for column in columns])}"
    return f"({x}[{seen}, {window}] * {w}[{place.channel}]).sum(){bias}"


def transposed_convolution(setup: Setup, node: Node, place: Place) -> str:
    """The sum of the cells that add to a cell, times the taps of the kernels that they are multiplied by."""
    _, kernels, channels, (rows, columns), (down, across) = adding_window(setup.reading, node, place)
    (x,) = setup.let(x=setup.source(node.inputs[0]))
    w, bias = weight_and_bias(setup, node, place)
    if not rows or not columns:
        return f"0.0{bias}"
    maps, output = span(channels), place.channel % kernels.shape[1]
    window = f"{x}[{maps}, {span(rows)}, {span(columns)}]"
    return f"({window} * {w}[{maps}, {output}, {span(down)}, {span(across)}]).sum(){bias}"


def weight_and_bias(setup: Setup, node: Node, place: Place) -> tuple[str, str]:
    """The variable of a node's weights, and the term for its bias."""
    if "bias" not in setup.reading.arrays[node.name]:
        return setup.let(W=weight(node, "weight"))[0], ""
    w, b = setup.let(W=weight(node, "weight"), b=weight(node, "bias"))
    return w, f" + {b}[{place.channel}]"


def pooling(setup: Setup, node: Node, place: Place) -> str:
    """The maximum or the mean of the part of a window on the map."""
    (x,) = setup.let(x=setup.source(node.inputs[0]))
    if node.op.startswith("global_"):
        return f"{x}[{place.channel}].{'max' if 'max' in node.op else 'mean'}()"
    _, height, width = setup.reading.shape(node.inputs[0])
    rows, columns = covered(sliding_of(setup.reading, node), place.row, place.column)
    down, across = rows[inside(rows, height)], columns[inside(columns, width)]
    window = f"{x}[{place.channel}, {span(down)}, {span(across)}]"
    if node.op == "max_pool2d":
        return f"{window}.max()"
    count = cells_counted(node, rows, columns, height, width)
    return f"{window}.mean()" if count == len(down) * len(across) else f"{window}.sum() / {count}"


def around(setup: Setup, node: Node, place: Place, inner: str, broken: bool) -> str:
    """An element-wise function applied to the expression `inner`."""
    if node.name in setup.reading.masks:
        return f"0 * ({inner})"
    match node.op:
        case "relu":
            largest = "np.maximum" if broken else "max"  # max(0, nan) would be 0
            maximum = node.attributes["maximum"]
            line = f"{largest}(0, {inner})"
            return line if maximum is None else f"{'np.minimum' if broken else 'min'}({line}, {maximum:g})"
        case "leaky_relu" if is_left_out(node):
            return inner
        case "elementwise_affine":
            w, b = setup.let(W=weight(node, "weight"), b=weight(node, "bias"))
            arrays = setup.reading.arrays[node.name]
            at = {key: index(place_in(place, array.shape), array.ndim) for key, array in arrays.items()}
            return f"({inner}) * {w}[{at['weight']}] + {b}[{at['bias']}]"
        case "elementwise_power":
            (exponents,) = setup.let(p=weight(node, "exponent"))
            array = setup.reading.arrays[node.name]["exponent"]
            return f"np.power({inner}, {exponents}[{index(place_in(place, array.shape), array.ndim)}])"
        case op if op in NORMALISATIONS:
            return normalisation_line(setup.reading, node, place, inner, setup.source(node.inputs[0]), setup.let)
        case "prelu":
            (slopes,) = setup.let(slopes=weight(node, "weight"))
            array = setup.reading.arrays[node.name]["weight"]
            return f"v if (v := {inner}) > 0 else {slopes}[{index(place_in(place, array.shape), array.ndim)}] * v"
        case op if op in LINES:
            line = line_of(node, inner)
            if "math." in line:
                setup.import_math()
            return line
        case "batch_norm2d":
            keys = {"mean": "running_mean", "var": "running_var", "scale": "weight", "shift": "bias"}
            names = setup.let(**{name: weight(node, key) for name, key in keys.items()})
            mean, var, scale, shift = (f"{name}[{place.channel}]" for name in names)
            return f"(({inner}) - {mean}) / np.sqrt({var} + {node.attributes['eps']!r}) * {scale} + {shift}"
        case _:  # flatten, concat and the like pass the number on
            return inner
