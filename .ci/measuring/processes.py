"""What the kernel knows about a process (Linux: /proc)."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True)
class Holding:
    """What a process holds at a moment."""

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
    """How often the threads of a process have been given a processor, and for how many seconds, by thread."""

    threads: dict[int, tuple[int, float]]

    @staticmethod
    def of(process_id: int) -> Activity:
        threads: dict[int, tuple[int, float]] = {}
        for task in Path(f"/proc/{process_id}/task").iterdir():
            nanoseconds, _, times = (task / "schedstat").read_text().split()
            threads[int(task.name)] = (int(times), int(nanoseconds) / 1e9)
        return Activity(threads)

    def since(self, earlier: Activity) -> tuple[int, float]:
        """How often and how long since then; the end of a thread counts as once."""
        times = sum(times - earlier.threads.get(thread, (0, 0.0))[0] for thread, (times, _) in self.threads.items())
        seconds = sum(time - earlier.threads.get(thread, (0, 0.0))[1] for thread, (_, time) in self.threads.items())
        return times + len(earlier.threads.keys() - self.threads.keys()), seconds


def fields_of(path: Path) -> dict[str, str]:
    """The lines `name: value` of a file."""
    lines = (line.partition(":") for line in path.read_text().splitlines())
    return {name: value.strip() for name, _, value in lines}


def kilobytes(value: str) -> int:
    number, unit = value.split()
    if unit != "kB":
        raise ValueError(f"The kernel says {value}, not kB.")
    return int(number)


@dataclass(frozen=True)
class Ended:
    """What a process that has ended took."""

    seconds: float
    processor_seconds: float
    peak_megabytes: float
    """The most memory it held; a process that Python started counts no less than Python itself holds."""


def run_to_end(command: list[str], environment: dict[str, str], **streams: IO[bytes] | int) -> Ended:
    """Runs a program; an exit status other than 0 is an error."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, **streams)  # type: ignore[call-overload]
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command} ended with {process.returncode}.")
    return Ended(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def processor_seconds(process_id: int) -> float:
    """What a process has taken until now, its threads that have ended included."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
