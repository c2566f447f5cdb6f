"""All tests except comparisons with PyTorch run without PyTorch."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

COLLECT = """
import sys
sys.modules["torch"] = None  # `import torch` raises ModuleNotFoundError
import pytest
sys.exit(pytest.main(["--collect-only", "--quiet", "-p", "no:cacheprovider", "tests/unit"]))
"""


def test_all_unit_tests_are_collected_without_torch() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    collected = subprocess.run(
        [sys.executable, "-c", COLLECT], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    assert collected.returncode == 0, collected.stdout
    assert "tests/unit/explain/test_cell.py::" in collected.stdout
