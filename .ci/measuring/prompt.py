"""The time from the start to the first prompt on a terminal, with `sh` as the baseline."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator

from .bench import Bench
from .table import Row, Spread, number
from .terminal import Terminal

PROMPT = b"ask> "


def measure(bench: Bench) -> Iterator[Row]:
    ours: list[float] = []
    floor: list[float] = []
    official: list[float] = []
    environment = bench.programs.environment()
    for _ in range(bench.times(usual=200, quick=20)):
        ours.append(milliseconds_to_prompt([bench.programs.nx1sh], environment))
        floor.append(milliseconds_to_prompt(["/bin/sh", "-i"], {**environment, "PS1": PROMPT.decode()}))
    if bench.official:
        for _ in range(bench.times(usual=20, quick=5)):
            official.append(milliseconds_of([bench.official, "--help"], environment))
    yield Row(
        "start to the first prompt", Spread.of(ours).says("ms"), f"prompt of `sh -i`: {Spread.of(floor).says('ms')}",
        Spread.of_ratios(ours, floor).says(), "6 ms",
    )
    if official:
        theirs = Spread.of(official)
        share = theirs.median / Spread.of(ours).median
        yield Row(
            "start to the first prompt", Spread.of(ours).says("ms"), f"`nx1 --help`: {theirs.says('ms')}",
            f"1/{number(share)}", "under 1/25",
        )
    else:
        yield Row("start to the first prompt", "", "`nx1 --help`: not installed", "", "under 1/25")


def milliseconds_to_prompt(command: list[str], environment: dict[str, str]) -> float:
    with Terminal(command, environment) as terminal:
        return terminal.wait_for(PROMPT) * 1000


def milliseconds_of(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000
