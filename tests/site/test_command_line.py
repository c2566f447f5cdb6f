"""`python -m export_tools`: all commands exist, and those of the site need neither torch nor onnx."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
WITHOUT_TORCH = "import sys; sys.modules |= dict.fromkeys(['torch', 'onnx', 'onnxruntime', 'matplotlib', 'pooch'])"


def run_without_torch(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line in an interpreter where importing torch fails."""
    code = f"{WITHOUT_TORCH}; sys.argv[1:] = {list(arguments)!r}; from export_tools.__main__ import main; main()"
    return subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)


def test_all_commands_are_listed_without_torch() -> None:
    answer = run_without_torch("--help")
    assert answer.returncode == 0, answer.stderr
    for name in ("site", "serve", "train"):
        assert name in answer.stdout


def test_command_that_needs_torch_tells_how_to_install_it() -> None:
    answer = run_without_torch("train", "gap10")
    assert answer.returncode == 1
    assert answer.stderr.startswith("error: this command needs torch")
    assert "pip install --editable '.[train]'" in answer.stderr


def test_site_modules_import_without_torch() -> None:
    code = (
        f"{WITHOUT_TORCH}; import export_tools.site.build, export_tools.site.server, export_tools.site.runtime.download"
    )
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True)


def test_failing_command_prints_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    answer = run_without_torch("serve", "--folder", str(tmp_path))
    assert answer.returncode == 1
    assert answer.stderr.startswith("error: ")
    assert "make site" in answer.stderr
    assert "Traceback" not in answer.stderr
