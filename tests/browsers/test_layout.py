"""The diagram fits its place in each browser: nothing of it is cut, faded or scrolled on a laptop's screen."""

import pytest

from tests.browser.conftest import Host
from tests.browser.test_diagram import LAPTOPS, MIXING, TOO_WIDE
from tests.browsers.driven import Driven
from tests.browsers.test_journey import UP

pytestmark = pytest.mark.browser


def test_the_whole_diagram_is_visible(browser: Driven, host: Host) -> None:
    found = {}
    browser.open(host.address)
    assert browser.evaluate(UP) == "ready"
    for model in MIXING:
        chosen = f"glasscnn.setState({{ ...glasscnn.getState(), model: '{model}' }})"
        assert browser.evaluate(f"{chosen}.then(() => glasscnn.getState().model)") == model
        for width, height in LAPTOPS:
            browser.resize(width, height)
            found[model, width] = browser.evaluate(TOO_WIDE)
    assert {place: parts for place, parts in found.items() if parts} == {}
