"""The resources of a process, from /proc (Linux)."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True)
class Holding:
    """The memory, descriptors and threads of a process at one moment."""

    resident_kilobytes: int
    descriptors: int
    threads: int

    @staticmethod
    def of(process_id: int) -> Holding:
        status = fields_of(Path(f"/proc/{process_id}/status"))
        return Holding(
            kilobytes(status["VmRSS"]),
            len(os.listdir(f"/proc/{process_id}/fd")),
            int(status["Threads"]),
        )


@dataclass(frozen=True)
class Activity:
    """How often each thread of a process was scheduled, and its seconds of CPU time."""

    threads: dict[int, tuple[int, float]]

    @staticmethod
    def of(process_id: int) -> Activity:
        threads: dict[int, tuple[int, float]] = {}
        for task in Path(f"/proc/{process_id}/task").iterdir():
            nanoseconds, _, times = (task / "schedstat").read_text().split()
            threads[int(task.name)] = (int(times), int(nanoseconds) / 1e9)
        return Activity(threads)

    def since(self, earlier: Activity) -> tuple[int, float]:
        """The wake-ups and CPU seconds since an earlier sample. A thread's end counts as one wake-up."""
        times = sum(times - earlier.threads.get(thread, (0, 0.0))[0] for thread, (times, _) in self.threads.items())
        seconds = sum(time - earlier.threads.get(thread, (0, 0.0))[1] for thread, (_, time) in self.threads.items())
        return times + len(earlier.threads.keys() - self.threads.keys()), seconds


def fields_of(path: Path) -> dict[str, str]:
    """Parses a file of `name: value` lines."""
    lines = (line.partition(":") for line in path.read_text().splitlines())
    return {name: value.strip() for name, _, value in lines}


def kilobytes(value: str) -> int:
    number, unit = value.split()
    if unit != "kB":
        raise ValueError(f"{value} isn't in kB")
    return int(number)


@dataclass(frozen=True)
class Ended:
    """The time and memory used by a process that has ended."""

    seconds: float
    processor_seconds: float
    peak_megabytes: float
    """The peak memory. For a process started by Python, it is at least Python's own memory."""


def run_to_end(command: list[str], environment: dict[str, str], **streams: IO[bytes] | int) -> Ended:
    """Runs a program until it exits. A nonzero exit status is an error."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, **streams)  # type: ignore[call-overload]
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command} exited with status {process.returncode}.")
    return Ended(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def processor_seconds(process_id: int) -> float:
    """The CPU time of a process so far, including threads that have ended."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
