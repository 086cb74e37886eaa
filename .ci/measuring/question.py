"""One question, the whole process, by hyperfine: ours, three calls of curl, and a Python script with requests."""

from __future__ import annotations

import json
import shlex
import statistics
import subprocess
import sys
from collections.abc import Iterator

from .bench import Bench
from .programs import HERE, Service
from .table import Row, Spread

SPEED = 1_000_000
"""The sandbox's runs take no time of their own then."""


def measure(bench: Bench) -> Iterator[Row]:
    bench.programs.forget()
    commands = {
        "ours": [bench.programs.nx1sh, "How many orders shipped late?"],
        "curl": [str(HERE / "three_curls.sh")],
    }
    has_requests = subprocess.run([sys.executable, "-c", "import requests"], capture_output=True).returncode == 0
    if has_requests:
        commands["requests"] = [sys.executable, str(HERE / "by_requests.py")]
    rounds: dict[str, list[float]] = {name: [] for name in commands}
    with bench.programs.sandbox_service(SPEED) as service:
        for _ in range(bench.times(usual=15, quick=3)):
            for name, median in medians(bench, service, commands).items():
                rounds[name].append(median)
    ours = rounds.pop("ours")
    said = {"curl": ("three calls of `curl`", "0.6"), "requests": ("a script with `requests`", "")}
    for name, others in rounds.items():
        words, design = said[name]
        yield Row(
            "one question, whole process", Spread.of(ours).says("ms"), f"{words}: {Spread.of(others).says('ms')}",
            Spread.of_ratios(ours, others).says(), design,
        )
    if not has_requests:
        yield Row("the same", "", "a script with `requests`: not on this machine")


def medians(bench: Bench, service: Service, commands: dict[str, list[str]]) -> dict[str, float]:
    """One round of hyperfine: the median of each command, in milliseconds."""
    export = bench.programs.folder / "hyperfine.json"
    subprocess.run(
        ["hyperfine", "-N", "--warmup", "2", "--runs", str(bench.times(usual=20, quick=10)), "--style", "none",
         "--export-json", export, *(shlex.join(command) for command in commands.values())],
        env=bench.programs.environment(service.settings), check=True, stdout=subprocess.DEVNULL,
    )
    results = json.loads(export.read_text())["results"]
    return {
        name: statistics.median(result["times"]) * 1000 for name, result in zip(commands, results, strict=True)
    }
