"""The measured programs, their services, and their working folder."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Programs:
    """Stripped copies of the release programs, in a folder that is also their home."""

    folder: Path

    @staticmethod
    def copied(source: Path, folder: Path) -> Programs:
        for name in ("nx1sh", "nx1-sandbox"):
            subprocess.run(["strip", "-o", folder / name, source / name], check=True)
        return Programs(folder)

    @property
    def nx1sh(self) -> str:
        return str(self.folder / "nx1sh")

    @property
    def sandbox(self) -> str:
        return str(self.folder / "nx1-sandbox")

    def environment(self, service: dict[str, str] | None = None) -> dict[str, str]:
        """The environment of all programs, without the caller's settings. Without a service, no host is reachable."""
        return {
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "TMPDIR": str(self.folder),
            **(service or {"NX1_HOST": "http://127.0.0.1:9", "NX1_API_KEY": "measured"}),
        }

    def forget(self) -> None:
        """Deletes the journal and the history."""
        shutil.rmtree(self.folder / ".nx1", ignore_errors=True)

    @contextlib.contextmanager
    def sandbox_service(self, speed: float) -> Iterator[Service]:
        with running([self.sandbox, "--port", "0", "--speed", str(speed)], self.environment()) as service:
            yield service

    @contextlib.contextmanager
    def event_service(self) -> Iterator[Service]:
        """Runs `measuring.service`, which puts its sending time into each event."""
        command = [sys.executable, "-B", "-m", f"{__package__}.service"]
        with running(command, {**self.environment(), "PYTHONPATH": str(HERE.parent)}) as service:
            yield service


@dataclass(frozen=True)
class Service:
    """A running service: the environment variables for its clients, and its process id."""

    settings: dict[str, str]
    process_id: int

    @property
    def host(self) -> str:
        return self.settings["NX1_HOST"]

    @property
    def key(self) -> str:
        return self.settings["NX1_API_KEY"]

    def start(self, events: int, every: float) -> str:
        """Starts a run of `measuring.service`, and returns the URL of its events."""
        body = json.dumps({"crew_type": "ask", "task_input": {"events": events, "every": every}}).encode()
        headers = {"Authorization-PSK": self.key, "content-type": "application/json"}
        request = urllib.request.Request(f"{self.host}/api/crews/run", body, headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            return f"{self.host}/api/events/{json.load(response)['correlation_id']}"


@contextlib.contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[Service]:
    """Starts a service that prints NX1_HOST= and NX1_API_KEY=, and stops it afterwards."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        settings: dict[str, str] = {}
        while not {"NX1_HOST", "NX1_API_KEY"} <= settings.keys():
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"{command[0]} ended before it listened on a port.")
            name, _, value = line.strip().partition("=")
            if name in ("NX1_HOST", "NX1_API_KEY"):
                settings[name] = value
        yield Service(settings, process.pid)
    finally:
        process.terminate()
        process.wait()
