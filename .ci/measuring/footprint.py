"""The program's size on disk, and its memory at the prompt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .bench import Bench
from .processes import fields_of, kilobytes
from .table import Row, Spread
from .terminal import Terminal


def measure(bench: Bench) -> Iterator[Row]:
    stripped = Path(bench.programs.nx1sh).stat().st_size / 1e6
    built = (bench.release / "nx1sh").stat().st_size / 1e6
    yield Row("size of the program, stripped", f"{stripped:.1f} MB", f"not stripped: {built:.1f} MB")
    samples = [memory_at_prompt(bench) for _ in range(bench.times(usual=10, quick=3))]
    peak, resident, share = (Spread.of(values) for values in zip(*samples, strict=True))
    yield Row(
        "memory at the prompt (resident)", resident.says("MB"),
        f"peak: {peak.says('MB')}; proportional (PSS): {share.says('MB')}", design="40 MB",
    )


def memory_at_prompt(bench: Bench) -> tuple[float, float, float]:
    with Terminal([bench.programs.nx1sh], bench.programs.environment()) as terminal:
        terminal.wait_for(b"ask> ")
        terminal.let_pass(0.5)
        process = Path(f"/proc/{terminal.process_id}")
        status, shares = fields_of(process / "status"), fields_of(process / "smaps_rollup")
        held = kilobytes(status["VmHWM"]), kilobytes(status["VmRSS"]), kilobytes(shares["Pss"])
        return held[0] / 1000, held[1] / 1000, held[2] / 1000
