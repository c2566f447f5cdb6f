"""A slower processor for whole programs: a control group of Linux, whose processes share a part of one core."""

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from export_tools.errors import ToolError

ROOT = Path("/sys/fs/cgroup")
PERIOD = 20_000  # microseconds
NAME = "glasscnn-bench"


def find_controller(root: Path = ROOT) -> tuple[Path, bool]:
    """The folder of the processor's controller, and whether it is of version 2.

    Raises ToolError if this process may not make groups there.
    """
    is_new = (root / "cgroup.controllers").is_file()
    folder = root if is_new else root / "cpu"
    if not os.access(folder / "cgroup.procs", os.W_OK):
        raise ToolError(f"{folder} cannot be written to: `make bench-slow` needs Linux and the rights of root")
    return folder, is_new


def settings(share: float, is_new: bool) -> dict[str, str]:
    """What to write into a group's files for `share` of one core.

    The weight is the largest: the group gets its share, and not less, on a machine that is busy otherwise.
    """
    quota = round(share * PERIOD)
    if is_new:
        return {"cpu.max": f"{quota} {PERIOD}", "cpu.weight": "10000"}
    return {"cpu.cfs_period_us": str(PERIOD), "cpu.cfs_quota_us": str(quota), "cpu.shares": "262144"}


@contextmanager
def slow_program(program: str, share: float, folder: Path) -> Iterator[Path]:
    """A script in `folder` that runs a program, with all its processes on `share` of one core."""
    controller, is_new = find_controller()
    if is_new:
        (controller / "cgroup.subtree_control").write_text("+cpu")
    group = controller / f"{NAME}-{os.getpid()}"
    group.mkdir()
    try:
        for name, value in settings(share, is_new).items():
            (group / name).write_text(value)
        script = folder / "slow-program"
        script.write_text(f'#!/bin/sh\necho $$ > {group}/cgroup.procs\nexec {shlex.quote(program)} "$@"\n')
        script.chmod(0o755)
        yield script
    finally:
        group.rmdir()
