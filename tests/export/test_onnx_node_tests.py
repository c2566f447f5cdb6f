"""ONNX's own conformance suite: every node test of a supported operator through `import` and our engine."""

from pathlib import Path

import numpy as np
import pytest

from export_tools.conversion.sources import source_from_bytes
from export_tools.errors import ToolError
from glasscnn.engine.reference import run_graph
from glasscnn_import.head import output_of
from glasscnn_import.to_model import finish
from tests.support.node_tests import NotANetworkError, as_network, node_tests, skip_reasons

RUN = sorted(set(node_tests()) - set(skip_reasons()))


@pytest.mark.parametrize("name", RUN)
def test_engine_passes_onnx_node_tests(name: str) -> None:
    data, images, expected = as_network(node_tests()[name])
    rtol = node_tests()[name].rtol
    source = source_from_bytes(data, Path(name))
    model = finish(source.draft, source.options)
    kind = source.draft.output_kind

    batch = run_graph(model.graph, model.weights, images)
    found = output_of(kind, batch[model.graph.output], batch[model.probabilities_node])
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=1e-5)

    for image, one in zip(images, expected, strict=True):
        np.copyto(model.plan.image, image)
        model.plan.run()
        planned = [model.plan.outputs.get(name) for name in (model.graph.output, model.probabilities_node)]
        if all(output is not None for output in planned):
            found = output_of(kind, *(np.asarray(output)[None] for output in planned))[0]
            np.testing.assert_allclose(found, one, rtol=rtol, atol=1e-5)


@pytest.mark.parametrize("name", sorted(skip_reasons()))
def test_unsupported_node_tests_are_refused(name: str) -> None:
    with pytest.raises((ToolError, NotANetworkError)) as refused:
        import_node_test(name)
    assert "\n" not in str(refused.value)


def import_node_test(name: str) -> None:
    data, _, _ = as_network(node_tests()[name])
    source = source_from_bytes(data, Path(name))
    finish(source.draft, source.options)


def test_number_of_node_tests_is_as_expected() -> None:
    assert len(RUN) == 448
    assert len(skip_reasons()) == 229
    assert len(node_tests()) == 448 + 229
