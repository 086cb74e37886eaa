"""The time of a whole process that asks one question: nx1sh, three curl calls, and a Python script with requests."""

from __future__ import annotations

import json
import shlex
import statistics
import subprocess
import sys
from collections.abc import Iterator

from .bench import Bench
from .programs import HERE, Service
from .table import Row, Spread, number

QUESTION = "How many orders shipped late?"
SPEED = 1_000_000
"""So fast that the sandbox's runs take no time."""


def measure(bench: Bench) -> Iterator[Row]:
    bench.programs.forget()
    commands = {
        "ours": [bench.programs.nx1sh, QUESTION],
        "curl": [str(HERE / "three_curls.sh")],
    }
    if subprocess.run([sys.executable, "-c", "import requests"], capture_output=True).returncode == 0:
        commands["requests"] = [sys.executable, str(HERE / "by_requests.py")]
    rounds: dict[str, list[Round]] = {name: [] for name in commands}
    with bench.programs.sandbox_service(SPEED) as service:
        for _ in range(bench.times(usual=15, quick=3)):
            for name, medians in one_round(bench, service, commands).items():
                rounds[name].append(medians)
    ours = rounds.pop("ours")
    for name, words, design in (("curl", "three `curl` calls", "0.6"), ("requests", "a script with `requests`", "")):
        if others := rounds.get(name):
            ratio = Spread.of_ratios([wall for wall, _ in ours], [wall for wall, _ in others])
            yield Row("one question, whole process", said(ours), f"{words}: {said(others)}", ratio.says(), design)
        else:
            yield Row("one question, whole process", said(ours), f"{words}: not installed")


Round = tuple[float, float]
"""The medians of a round in milliseconds: elapsed time and CPU time."""


def one_round(bench: Bench, service: Service, commands: dict[str, list[str]]) -> dict[str, Round]:
    export = bench.programs.folder / "hyperfine.json"
    subprocess.run(
        ["hyperfine", "-N", "--warmup", "2", "--runs", str(bench.times(usual=20, quick=10)), "--style", "none",
         "--export-json", export, *(shlex.join(command) for command in commands.values())],
        env=bench.programs.environment(service.settings), check=True, capture_output=True,
    )
    results = json.loads(export.read_text())["results"]
    return {
        name: (statistics.median(result["times"]) * 1000, (result["user"] + result["system"]) * 1000)
        for name, result in zip(commands, results, strict=True)
    }


def said(rounds: list[Round]) -> str:
    wall, processor = (Spread.of(values) for values in zip(*rounds, strict=True))
    return f"{wall.says('ms')}, CPU {number(processor.median)} ms"
