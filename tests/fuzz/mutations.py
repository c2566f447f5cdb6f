"""Changes of what a model file says: attributes, shapes, wiring, names, arrays. Each is one small function.

A file is a pair (document, arrays): the graph's JSON as plain values, and the arrays by name.
"""

import io
import json
import warnings
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from glasscnn.model.graph_json import graph_to_json
from glasscnn.model.op_specs import OP_SPECS
from tests.fuzz.names import HOSTILE_NAMES
from tests.support.graphs import small_model

WEIGHTS = Path(__file__).resolve().parents[2] / "weights"

Document = dict[str, Any]
Arrays = dict[str, np.ndarray]

NUMBERS = (
    *(0, 1, -1, 2, 3, 7, 28, 4096, 4097, 65_537, 10**9, 2**62, 10**400),
    *(0.5, -0.5, 1e-300, 1e-7, 3e38, 3.5e38, 1e308, -3e38),
)
VALUES = (
    *NUMBERS,
    None,
    True,
    False,
    "",
    "none",
    "x" * 5000,
    [],
    {},
    [1, 1],
    [2, 2],
    [0, 0, 0, 0],
    [1, 1, 1, 1],
    [[1]],
)
FILLS = (0.0, 1.0, -1.0, 1e-40, 3e38, -3e38, float("nan"), float("inf"))


@cache
def originals() -> tuple[tuple[str, bytes], ...]:
    """The valid files that are changed, as (JSON, `.npz`): small ones of both versions, and two bundled models."""
    graph, weights = small_model()
    files = [(graph_to_json(graph), npz(weights))]
    for name in ("gap10", "resmini"):
        with np.load(WEIGHTS / f"{name}.npz") as file:
            arrays = {key: file[key] for key in file.files if key != "graph"}
            files.append((file["graph"].tobytes().decode(), npz(arrays)))
    return tuple(files)


def npz(arrays: Arrays) -> bytes:
    """The bytes of an `.npz`; unlike `numpy.savez`, this takes arrays of any name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, array, allow_pickle=False)
            with warnings.catch_warnings(action="ignore"):  # two arrays of one name are one of the changes
                archive.writestr(zipfile.ZipInfo(f"{name}.npy"), entry.getvalue())
    return file.getvalue()


def mutated(random: Random) -> bytes:
    """A model file with one to four changes."""
    text, data = random.choice(originals())
    document = json.loads(text)
    with np.load(io.BytesIO(data)) as file:
        arrays = {name: file[name] for name in file.files}
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                random.choice(MUTATIONS)(random, document, arrays)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError, MemoryError):
            continue  # an earlier change has left nothing that this one could change
    graph = json.dumps(document).encode()  # ASCII, so half characters are escaped
    try:
        return npz({"graph": np.frombuffer(graph, np.uint8), **arrays})
    except (ValueError, UnicodeError):  # a name that no archive can have
        return npz({"graph": np.frombuffer(graph, np.uint8)})


def change_attribute(random: Random, document: Document, _: Arrays) -> None:
    """One attribute of a node gets any value, or one of its numbers another."""
    node = random.choice(document["nodes"])
    spec = OP_SPECS[node["op"]]
    key = random.choice([*spec.required, *spec.defaults, "unknown"])
    value = node.get(key, spec.defaults.get(key))
    if isinstance(value, list) and random.random() < 0.8:
        node[key] = [random.choice(NUMBERS) if random.random() < 0.5 else each for each in value]
    else:
        node[key] = random.choice(VALUES)


def change_window(random: Random, document: Document, _: Arrays) -> None:
    """A window gets other sizes that are allowed by themselves, small or large."""
    node = random.choice([node for node in document["nodes"] if "conv2d" in node["op"] or "pool2d" in node["op"]])
    largest = random.choice((3, 30, 4096))
    node["stride"] = [random.randint(1, largest) for _ in range(2)]
    node["padding"] = [random.randint(0, largest) for _ in range(4)]
    node["dilation"] = [random.randint(1, largest) for _ in range(2)]
    if node["op"] != "conv2d":
        node["kernel_size"] = [random.randint(1, largest) for _ in range(2)]
        node["ceil_mode"] = random.random() < 0.5


def change_op(random: Random, document: Document, _: Arrays) -> None:
    """A node computes something else."""
    random.choice(document["nodes"])["op"] = random.choice(sorted(OP_SPECS))


def rewire(random: Random, document: Document, _: Arrays) -> None:
    """A node reads other nodes, or the same one several times."""
    node = random.choice(document["nodes"])
    names = [document["input"]["name"], *(other["name"] for other in document["nodes"])]
    node["inputs"] = random.choices(names, k=random.choice((0, 1, 1, 2, 2, 3, 65)))


def drop_or_swap(random: Random, document: Document, _: Arrays) -> None:
    """A node is missing, or two are in each other's place."""
    nodes = document["nodes"]
    one, other = random.randrange(len(nodes)), random.randrange(len(nodes))
    if random.random() < 0.5:
        del nodes[one]
    else:
        nodes[one], nodes[other] = nodes[other], nodes[one]


def insert(random: Random, document: Document, _: Arrays) -> None:
    """One to two thousand nodes of one op between two nodes: a chain, or sums of each with itself."""
    nodes = document["nodes"]
    at = random.randrange(len(nodes))
    source = nodes[at]["inputs"][0]
    op = random.choice(sorted(OP_SPECS))
    inputs = random.choice((1, 2, 64)) if op in ("add", "concat") else 2 if OP_SPECS[op].inputs[0] == 2 else 1
    extra = {"kernel_size": [3, 3], "stride": [1, 1], "padding": [1, 1, 1, 1]} if "pool2d" in op else {}
    extra |= {"dim": [1]} if op.startswith("reduce") else {"exponent": 2.0} if op == "power" else {}
    chain = []
    for number in range(random.choice((1, 1, 1, 2, 40, 400, 1990))):
        name = f"more{number}"
        chain.append({"name": name, "op": op, "inputs": [source] * inputs, **extra})
        source = name
    nodes[at]["inputs"][0] = source
    nodes[at:at] = chain


def change_input(random: Random, document: Document, _: Arrays) -> None:
    """The image has another shape or scaling."""
    key = random.choice(("shape", "shape", "mean", "std", "name"))
    values = document["input"][key]
    if key == "name":
        document["input"]["name"] = random.choice(HOSTILE_NAMES)
    elif key == "shape" and random.random() < 0.5:
        values[random.randrange(3)] = random.choice((1, 2, 3, 8, 29, 224, 5000, 60_000, 10**6, 10**9))
    else:
        values[random.randrange(len(values))] = random.choice(NUMBERS)


def rename(random: Random, document: Document, arrays: Arrays) -> None:
    """A node gets another name, everywhere."""
    node = random.choice(document["nodes"])
    before, name = node["name"], random.choice(HOSTILE_NAMES)
    node["name"] = name
    for other in document["nodes"]:
        other["inputs"] = [name if source == before else source for source in other["inputs"]]
    for stage in document["stages"]:
        stage["node"] = name if stage["node"] == before else stage["node"]
    document["output"] = name if document["output"] == before else document["output"]
    for key in list(arrays):
        owner, _, array = key.rpartition(".")
        if owner == before:
            arrays[f"{name}.{array}"] = arrays.pop(key)


def retitle(random: Random, document: Document, _: Arrays) -> None:
    """A name that is only displayed."""
    name = random.choice(HOSTILE_NAMES)
    match random.choice(("name", "title", "description", "class", "stage", "stage title", "card")):
        case "class":
            document["classes"][random.randrange(len(document["classes"]))] = name
        case "stage":
            random.choice(document["stages"])["name"] = name
        case "stage title":
            random.choice(document["stages"])["title"] = name
        case "card":
            document.setdefault("card", {})[name] = name
        case key:
            document[key] = name


def change_answer(random: Random, document: Document, arrays: Arrays) -> None:
    """Another output, another number of classes, other stages."""
    match random.choice(("output", "classes", "stages", "more stages", "no stages")):
        case "output":
            document["output"] = random.choice(document["nodes"])["name"]
        case "classes":
            count = random.choice((1, 2, 100, 1500, 30_001))
            document["classes"] = [str(number) for number in range(count)]
            for name, array in arrays.items():
                if name.startswith(document["output"]):
                    arrays[name] = np.resize(array, (count, *array.shape[1:]))
        case "stages":
            random.choice(document["stages"])["node"] = random.choice(document["nodes"])["name"]
        case "more stages":
            document["stages"] += [
                {"name": f"s{number}", "node": random.choice(document["nodes"])["name"], "title": "S"}
                for number in range(random.choice((1, 90, 101)))
            ]
        case _:
            document["stages"] = []


def change_array(random: Random, _: Document, arrays: Arrays) -> None:
    """An array has other numbers, another shape or type, or is missing."""
    name = random.choice(sorted(arrays))
    array = arrays[name]
    match random.choice(("fill", "one", "turn", "resize", "type", "drop", "more")):
        case "fill":
            arrays[name] = np.full_like(array, random.choice(FILLS))
        case "one":
            changed = array.copy()
            changed.reshape(-1)[random.randrange(array.size)] = random.choice(FILLS)
            arrays[name] = changed
        case "turn":
            arrays[name] = np.ascontiguousarray(array.T)
        case "resize":
            sides = list(array.shape)
            sides[random.randrange(len(sides))] = random.choice((0, 1, 2, 64, 5000))
            arrays[name] = np.resize(array, sides if np.prod(sides) < 10**6 else array.shape)
        case "type":
            arrays[name] = array.astype(random.choice(("<f2", "<f8", ">f4", "<i4", "?")))
        case "drop":
            del arrays[name]
        case _:
            arrays[random.choice(HOSTILE_NAMES)] = array


def change_anything(random: Random, document: Document, _: Arrays) -> None:
    """Any value at any place of the document."""
    places = list(places_in(document))
    container, key = random.choice(places)
    container[key] = random.choice((*VALUES, *HOSTILE_NAMES))


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in nested lists and objects: what contains it, and its key or index."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places_in(value[key])


MUTATIONS: tuple[Callable[[Random, Document, Arrays], None], ...] = (
    *(change_attribute, change_attribute, change_window, change_window, change_op, rewire, drop_or_swap, insert),
    *(change_input, rename, retitle, retitle, change_answer, change_array, change_array, change_anything),
)
