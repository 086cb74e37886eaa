"""The runs of the service, each in a separate process."""

import datetime
import multiprocessing
import os
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from task_input import TaskInput

MAX_CONCURRENT_RUNS = 8
RUN_TIMEOUT_SECONDS = 300
WARM_UP_TIMEOUT_SECONDS = 120


@dataclass(frozen=True)
class Event:
    """An event of the bus: its kind, its timestamp, and the whole event as JSON."""

    kind: str
    timestamp: str
    json: str


@dataclass
class Run:
    """A run, with the events so far. `changed` guards the mutable fields, and is notified of every change."""

    correlation_id: str
    # None for a custom crew, which has a configuration instead.
    crew_type: str | None
    given_input: dict[str, Any]
    task_input: TaskInput
    crew_config: dict[str, Any] | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    status: str = "pending"
    created_at: str = field(default_factory=lambda: _now())
    started_at: str | None = None
    completed_at: str | None = None
    events: list[Event] = field(default_factory=list)
    result_json: str = "null"
    error: str | None = None
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def has_ended(self) -> bool:
        return self.status in ("completed", "failed")

    def next_events(self, start: int, timeout: float) -> tuple[list[Event], bool]:
        """Waits for events from position `start`. Also returns whether the run has ended."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.events) > start or self.has_ended, timeout)
            return self.events[start:], self.has_ended

    def start(self) -> None:
        with self.changed:
            self.status, self.started_at = "running", _now()
            self.changed.notify_all()

    def add(self, event: Event) -> None:
        with self.changed:
            self.events.append(event)
            self.changed.notify_all()

    def end(self, *, result_json: str = "null", error: str | None = None) -> None:
        with self.changed:
            self.status = "completed" if error is None else "failed"
            self.completed_at = _now()
            self.result_json, self.error = result_json, error
            self.changed.notify_all()


class Runs:
    """All runs, and their processes.

    Importing CrewAI takes seconds, so a fork server imports it once, and each run forks from that.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: dict[str, Run] = {}
        self._slots = threading.Semaphore(MAX_CONCURRENT_RUNS)
        # The fork server doesn't inherit the service's module path.
        folder = str(Path(__file__).parent)
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [folder, os.environ.get("PYTHONPATH")]))
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(["worker"])

    def warm_up(self) -> None:
        """Starts the fork server, and waits until it has imported CrewAI."""
        process = self._processes.Process(target=_check_preloaded)
        process.start()
        process.join(WARM_UP_TIMEOUT_SECONDS)
        if process.exitcode != 0:
            raise RuntimeError("Couldn't import CrewAI.")

    def get(self, correlation_id: str) -> Run | None:
        with self._lock:
            return self._runs.get(correlation_id)

    def newest_first(self) -> list[Run]:
        with self._lock:
            return list(reversed(self._runs.values()))

    def start(self, run: Run) -> bool:
        """Starts a run unless one with the same correlation id exists. Returns whether it was started."""
        with self._lock:
            if run.correlation_id in self._runs:
                return False
            self._runs[run.correlation_id] = run
        threading.Thread(target=self._execute, args=(run,), daemon=True).start()
        return True

    def _execute(self, run: Run) -> None:
        with self._slots:
            run.start()
            try:
                self._execute_in_process(run)
            except Exception as error:
                run.end(error=f"Couldn't start the run's process: {error}")

    def _execute_in_process(self, run: Run) -> None:
        receiver, sender = self._processes.Pipe(duplex=False)
        work = (sender, run.task_input, run.crew_config, run.given_input)
        process = self._processes.Process(target=_work, args=work, daemon=True)
        process.start()
        sender.close()
        deadline = time.monotonic() + RUN_TIMEOUT_SECONDS
        try:
            while not run.has_ended:
                if not receiver.poll(max(0, deadline - time.monotonic())):
                    run.end(error="The run took too long.")
                    break
                _apply(receiver.recv(), run)
        except EOFError:
            run.end(error="The run's process ended without a result.")
        finally:
            receiver.close()
            process.join(5)
            if process.is_alive():
                process.kill()
                process.join()


def _apply(message: tuple[str, ...], run: Run) -> None:
    match message:
        case ("event", kind, timestamp, json):
            run.add(Event(kind, timestamp, json))
        case ("result", json):
            run.end(result_json=json)
        case ("error", text):
            run.end(error=text)


def _work(
    connection: Any, task_input: TaskInput, config: dict[str, Any] | None, given: dict[str, Any]
) -> None:
    # Imported here because only the processes of the runs import CrewAI.
    import worker

    worker.run(connection, task_input, config, given)


def _check_preloaded() -> None:
    if "worker" not in sys.modules:
        # Raises the import error, which the fork server hides.
        import worker  # noqa: F401


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
