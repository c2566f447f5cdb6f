"""What is taken home runs with NumPy alone and gives the page's numbers again."""

import io
import json
from pathlib import Path

import numpy as np
import pytest

import glasscnn
from glasscnn.bridge import Session

WEIGHTS = Path(__file__).resolve().parents[2] / "weights"
SEVEN = [[[60.0, 60.0], [220.0, 60.0], [120.0, 240.0]]]


def session_with(model: str) -> Session:
    """A session that has read a 7."""
    session = Session()
    session.load_model((WEIGHTS / f"{model}.npz").read_bytes(), model)
    session.ink[:3] = SEVEN[0]
    session.stroke_lengths[0] = 3
    session.read_ink(1, 280, 24, centre=True)
    return session


def made(session: Session, task: str) -> bytes:
    given = {} if task == "activations" else {"drawing": {"strokes": SEVEN, "brush": 24, "centre": True}}
    assert json.loads(session.work(task, json.dumps(given), b"")) == {"result": None}
    return session.file.tobytes()


def run(code: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, np.ndarray]:
    """The stages that the code computes, in a Python that has no glasscnn."""
    monkeypatch.setitem(__import__("sys").modules, "glasscnn", None)
    names: dict[str, object] = {}
    exec(compile(code, "taken.py", "exec"), names)
    return names["stages"]  # type: ignore[return-value]


@pytest.mark.parametrize("model", ["gap10", "deep", "lenet5", "resmini"])
def test_the_script_computes_every_stage_with_numpy_alone(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_with(model)
    stages = run(made(session, "script").decode(), monkeypatch)
    assert list(stages) == [view.stage.name for view in session.views]
    for view in session.views:
        np.testing.assert_allclose(
            stages[view.stage.name], view.values, rtol=0, atol=1e-5 * max(1, np.abs(view.values).max())
        )


def test_the_notebook_is_one_and_its_code_is_the_script_s(monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_with("gap10")
    content = json.loads(made(session, "notebook"))
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in content["cells"]}) == len(content["cells"])
    code = "\n".join("".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "code")
    stages = run(code, monkeypatch)
    np.testing.assert_allclose(stages["probabilities"], session.views[-1].values, atol=1e-6)


def test_the_activations_are_what_the_model_predicts() -> None:
    arrays = np.load(io.BytesIO(made(session_with("lenet5"), "activations")), allow_pickle=False)
    expected = glasscnn.load(WEIGHTS / "lenet5.npz").predict(glasscnn.ink_to_image(SEVEN))
    assert set(arrays.files) == set(expected.stages)
    for name, maps in expected.stages.items():
        np.testing.assert_allclose(arrays[name], maps, rtol=0, atol=1e-5 * max(1, np.abs(maps).max()))
