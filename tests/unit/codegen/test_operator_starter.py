"""The starters of the Code panel run on their own and compute what the operators compute."""

import json
from pathlib import Path

import numpy as np
import pytest

from glasscnn import ops
from glasscnn.bridge import Session
from glasscnn.bridge.tasks import Tasks
from glasscnn.codegen.operator_starter import operator_starters
from glasscnn.engine.reference import OPERATORS

WEIGHTS = Path(__file__).parents[3] / "weights"
STARTERS = {starter.op: starter for starter in operator_starters(OPERATORS)}


def run(source: str) -> dict[str, object]:
    """The names that a module defines which nothing is given to."""
    names: dict[str, object] = {}
    exec(compile(source, "yours.py", "exec"), names)
    return names


@pytest.mark.parametrize("op", OPERATORS)
def test_starter_runs_alone_and_defines_its_operator(op: str) -> None:
    for source in (STARTERS[op].array, STARTERS[op].loops):
        assert callable(run(source)[op])
        assert "glasscnn" not in source
        first = next(line for line in source.splitlines() if line.startswith(("def ", "class ")))
        assert first.startswith(f"def {op}(")
        assert len(source.encode()) < 8_000


@pytest.mark.parametrize("kind", ["array", "loops"])
def test_starters_of_convolution_and_pooling_give_what_the_operators_give(kind: str) -> None:
    x, weight = (
        np.random.default_rng(0).normal(size=shape).astype(np.float32) for shape in [(1, 2, 7, 6), (3, 2, 3, 3)]
    )
    conv2d, max_pool2d = (run(getattr(STARTERS[op], kind))[op] for op in ("conv2d", "max_pool2d"))
    found = conv2d(x, weight, None, stride=2, padding=1)  # type: ignore[operator]
    np.testing.assert_allclose(found, ops.conv2d(x, weight, None, stride=2, padding=1), atol=1e-5)
    np.testing.assert_array_equal(max_pool2d(x, 2, stride=2), ops.max_pool2d(x, 2, stride=2))  # type: ignore[operator]


def test_the_task_gives_the_operators_of_the_model_in_the_order_of_its_nodes() -> None:
    session = Session()
    session.load_model((WEIGHTS / "gap10.npz").read_bytes(), "gap10")
    answer = json.loads(Tasks(session).do("operators", "{}", b""))["result"]
    assert [entry["op"] for entry in answer] == list(dict.fromkeys(node.op for node in session.model.graph.nodes))
    assert answer[0] == vars(STARTERS["conv2d"])
