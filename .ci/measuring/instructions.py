"""The number of instructions, counted by callgrind. It hardly varies, even on a busy machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator

from .bench import Bench
from .programs import HERE
from .prompt import PROMPT
from .question import QUESTION, SPEED
from .table import Row, number
from .terminal import Terminal


def measure(bench: Bench) -> Iterator[Row]:
    valgrind = shutil.which("valgrind")
    if not valgrind:
        yield Row("instructions", "", "`valgrind`: not installed")
        return
    bench.programs.forget()
    environment = bench.programs.environment()
    with Terminal(counting(bench, valgrind, [bench.programs.nx1sh], "prompt"), environment) as terminal:
        terminal.wait_for(PROMPT, seconds=60)
    yield Row("instructions to the first prompt", f"{number(counted(bench, 'prompt'))} million")
    with bench.programs.sandbox_service(SPEED) as service:
        environment = bench.programs.environment(service.settings)
        question = [bench.programs.nx1sh, QUESTION]
        subprocess.run(question, env=environment, check=True, capture_output=True)  # Creates the journal.
        for command, name in ((question, "question"), ([str(HERE / "three_curls.sh")], "curl")):
            subprocess.run(counting(bench, valgrind, command, name), env=environment, check=True, capture_output=True)
    ours, others = counted(bench, "question"), counted(bench, "curl")
    yield Row(
        "instructions for one question", f"{number(ours)} million", f"three `curl` calls: {number(others)} million",
        number(ours / others),
    )


def counting(bench: Bench, valgrind: str, command: list[str], name: str) -> list[str]:
    """The command under callgrind, including its child processes."""
    files = f"--callgrind-out-file={bench.programs.folder}/{name}.%p.callgrind"
    return [valgrind, "--tool=callgrind", "--trace-children=yes", files, *command]


def counted(bench: Bench, name: str) -> float:
    """The sum over these processes, in millions."""
    sums = (
        re.search(r"^(?:summary|totals): (\d+)", file.read_text(), re.MULTILINE)
        for file in bench.programs.folder.glob(f"{name}.*.callgrind")
    )
    return sum(int(match[1]) for match in sums if match) / 1e6
