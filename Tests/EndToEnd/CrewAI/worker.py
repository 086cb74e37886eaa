"""Runs one crew in this process, and sends every event of CrewAI's event bus, then the result, to the service.

Messages are tuples: `("event", type, timestamp, json)` for each event, then one `("result", json)` or
`("error", text)`.
"""

import importlib
import json
import os
import pkgutil
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

import crewai.events.types
from crewai.events import crewai_event_bus
from crewai.events.base_events import BaseEvent
from crewai.utilities.serialization import to_serializable

import crews
from custom import make_custom_crew
from task_input import TaskInput

for _module in pkgutil.iter_modules(crewai.events.types.__path__):
    importlib.import_module(f"crewai.events.types.{_module.name}")


class Reporter:
    """Sends messages to the service from any thread, one at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def send(self, *message: str) -> None:
        try:
            with self._lock:
                self._connection.send(message)
        except OSError:
            # The service has ended, so the crew's result isn't needed.
            os._exit(1)

    def report(self, source: Any, event: BaseEvent) -> None:
        """Handles an event of the bus."""
        self.send("event", event.type, event.timestamp.isoformat(), event_json(event))


def event_json(event: BaseEvent) -> str:
    """The event as CrewAI serializes it, or, if that fails, without the values that can't be serialized."""
    try:
        return event.model_dump_json()
    except Exception:
        return json.dumps(to_serializable(event), default=str)


def event_types(base: type[BaseEvent] = BaseEvent) -> Iterator[type[BaseEvent]]:
    """All event classes of CrewAI."""
    for kind in base.__subclasses__():
        yield kind
        yield from event_types(kind)


def run(connection: Connection, task_input: TaskInput, config: dict[str, Any] | None, given: dict[str, Any]) -> None:
    """Runs the crew of a scenario or a configuration to its end. The entry point of the process."""
    os.dup2(2, 1)
    sys.addaudithook(refuse_network)
    reporter = Reporter(connection)
    for kind in set(event_types()):
        crewai_event_bus.on(kind)(reporter.report)
    try:
        if config is None:
            output = crews.make_crew(task_input).kickoff(inputs={"question": task_input.question})
        else:
            output = make_custom_crew(crews.Studio(task_input), config).kickoff(inputs=given)
        last = ("result", json.dumps(output.model_dump(mode="json", serialize_as_any=task_input.as_any)))
    except Exception as error:
        last = ("error", str(error) or type(error).__name__)
    crewai_event_bus.flush()
    reporter.send(*last)
    connection.close()


def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Blocks every network connection of CrewAI."""
    if event == "socket.getaddrinfo":
        raise OSError(f"The tests have no network: {arguments[0]}")
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        raise OSError(f"The tests have no network: {arguments[1]}")
