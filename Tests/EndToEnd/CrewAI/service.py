"""A local Nx1 service that runs real CrewAI crews with a scripted model, for testing nx1sh.

usage: service.py [--port N]
  --port N   the port to listen on; a free one by default

Prints `NX1_HOST=…` and `NX1_API_KEY=…` once it listens. task_input.py lists the fields of `task_input` that it reads.
Two calls are only for the tests, and need no key:
  GET /judge/bus/{correlation id}     every event of the run, as CrewAI's event bus emitted it
  GET /judge/steps/{correlation id}   the steps that nx1sh must show for them (expected.py)
"""

import argparse
import importlib.metadata
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

# Keeps bytecode out of the repository.
sys.dont_write_bytecode = True

from expected import expected_steps  # noqa: E402
from runs import Event, Run, Runs  # noqa: E402
from task_input import InvalidInput, TaskInput  # noqa: E402
from templates import OWNER_ID, TEMPLATES, InvalidValue, task_input, template  # noqa: E402

API_KEY = "judge-key"
CREW_TYPES = {
    "ask": "Answers a question about your data.",
    "classification": "Classifies the columns of a table.",
    "data_engineering": "Builds and repairs data pipelines.",
    "data_suggestion": "Suggests what to look at next.",
    "semantic_model": "Drafts a semantic model.",
}
CONTENT_TYPES = {"sse": "text/event-stream", "ndjson": "application/x-ndjson"}
KEEP_ALIVE_SECONDS = 5
CORRELATION_ID = re.compile(r"[!-~]{1,200}")

QUIET_CREWAI = {
    "CREWAI_DISABLE_TELEMETRY": "true",
    "CREWAI_DISABLE_TRACKING": "true",
    "CREWAI_DISABLE_VERSION_CHECK": "true",
    "CREWAI_TRACING_ENABLED": "false",
    "OTEL_SDK_DISABLED": "true",
    "PYTHONDONTWRITEBYTECODE": "1",
}


class Refusal(Exception):
    """A response other than 200, with a `detail` as in FastAPI's errors."""

    def __init__(self, status: HTTPStatus, detail: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def invalid(location: list[str | int], message: str, kind: str = "value_error") -> Refusal:
    """A 422 in FastAPI's format."""
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, [{"loc": location, "msg": message, "type": kind}])


def check_config(config: Any) -> None:
    """Rejects a `crew_config` that doesn't match the API."""
    validate(config, ["body", "crew_config"], {"agents": list, "tasks": list, "verbose": bool, "process": str})
    agent = {"role": str, "goal": str, "backstory": str, "verbose": bool, "allow_delegation": bool, "tools": list}
    task = {"description": str, "agent_index": int, "expected_output": str, "tools": list}
    for kind, types in (("agents", {**agent, "use_default_mcps": bool}), ("tasks", task)):
        for index, element in enumerate(config[kind]):
            validate(element, ["body", "crew_config", kind, index], types)


def validate(value: Any, location: list[str | int], types: dict[str, type]) -> None:
    """Rejects a value that isn't an object with members of these types."""
    if not isinstance(value, dict):
        raise invalid(location, "Input should be an object", "model_attributes_type")
    for name, kind in types.items():
        if name not in value:
            raise invalid([*location, name], "Field required", "missing")
        if type(value[name]) is not kind:
            raise invalid([*location, name], f"Input should be a valid {kind.__name__}", "type_error")


class Service(ThreadingHTTPServer):
    """The HTTP server and its runs."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        self.runs = Runs()
        self.runs.warm_up()
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client may disconnect at any time.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: Service

    def do_GET(self) -> None:
        self._answer(
            (r"/api/events/([^/]+)", self._send_events),
            (r"/api/crews/results/([^/]+)", self._send_result),
            (r"/api/crews/types", self._send_types),
            (r"/api/crew-templates", self._send_templates),
            (r"/api/crew-runs", self._send_records),
            (r"/api/crew-runs/([^/]+)", self._send_record),
            (r"/api/health/ping", self._send_ping),
            (r"/judge/bus/([^/]+)", self._send_bus),
            (r"/judge/steps/([^/]+)", self._send_steps),
        )

    def do_POST(self) -> None:
        self._answer(
            (r"/api/crews/run", self._start_run),
            (r"/api/crews/run/custom", self._start_custom_run),
            (r"/api/crew-templates/([^/]+)/run", self._start_template_run),
        )

    def log_message(self, format: str, *arguments: Any) -> None:
        pass

    def _answer(self, *routes: tuple[str, Callable[..., None]]) -> None:
        try:
            # Read before a request is rejected, because the connection is reused.
            self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = urlsplit(self.path).path
            if path.startswith("/api/") and self.headers.get("Authorization-PSK") != API_KEY:
                raise Refusal(HTTPStatus.UNAUTHORIZED, "The header Authorization-PSK is missing, or its key is wrong.")
            for pattern, answer in routes:
                if match := re.fullmatch(pattern, path):
                    return answer(*map(unquote, match.groups()))
            raise Refusal(HTTPStatus.NOT_FOUND, "Not Found")
        except Refusal as refusal:
            self._send_json({"detail": refusal.detail}, refusal.status)

    def _send_json(self, value: Any, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send_text(json.dumps(value, ensure_ascii=False), status)

    def _send_text(self, text: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _run(self, correlation_id: str) -> Run:
        run = self.server.runs.get(correlation_id)
        if not run:
            raise Refusal(HTTPStatus.NOT_FOUND, f"There is no run {correlation_id}.")
        return run

    def _start_run(self) -> None:
        request = self._parse_body()
        if "crew_type" not in request:
            raise invalid(["body", "crew_type"], "Field required", "missing")
        if request["crew_type"] not in CREW_TYPES:
            raise invalid(["body", "crew_type"], f"Input should be one of: {', '.join(CREW_TYPES)}", "enum")
        given = self._parse_given(request)
        run = Run(self._correlation_id(), request["crew_type"], given, self._parse_input(given))
        self._start(run)

    def _start_custom_run(self) -> None:
        request = self._parse_body()
        if "crew_config" not in request:
            raise invalid(["body", "crew_config"], "Field required", "missing")
        check_config(request["crew_config"])
        given = self._parse_given(request)
        self._start(Run(self._correlation_id(), None, given, self._parse_input(given), request["crew_config"]))

    def _start_template_run(self, identifier: str) -> None:
        chosen = template(identifier)
        if not chosen:
            raise Refusal(HTTPStatus.NOT_FOUND, f"There is no template {identifier}.")
        values = self._parse_body().get("values")
        if not isinstance(values, dict):
            raise invalid(["body", "values"], "Input should be a valid dictionary", "dict_type")
        try:
            given = task_input(chosen, values)
        except InvalidValue as error:
            raise invalid(["body", "values", error.name], str(error), error.kind) from None
        # The published call has no x-correlation-id.
        self._start(Run(str(uuid.uuid4()), None, given, self._parse_input(given), chosen["crew_config"]))

    def _start(self, run: Run) -> None:
        started = self.server.runs.start(run)
        message = "Crew execution started" if started else "The run already exists, and wasn't started again."
        self._send_json({"correlation_id": run.correlation_id, "status": "pending", "message": message})

    def _parse_body(self) -> dict[str, Any]:
        try:
            request = json.loads(self.body)
        except ValueError:
            raise invalid(["body", 0], "JSON decode error", "json_invalid") from None
        if not isinstance(request, dict):
            raise invalid(["body"], "Input should be an object", "model_attributes_type")
        return request

    def _parse_given(self, request: dict[str, Any]) -> dict[str, Any]:
        given = request.get("task_input")
        if given is None:
            given = {}
        if not isinstance(given, dict):
            raise invalid(["body", "task_input"], "Input should be a valid dictionary", "dict_type")
        return given

    def _parse_input(self, given: dict[str, Any]) -> TaskInput:
        try:
            return TaskInput.parse(given)
        except InvalidInput as error:
            raise invalid(["body", "task_input", error.field], str(error)) from None

    def _correlation_id(self) -> str:
        given = self.headers.get("x-correlation-id")
        if given is None:
            return str(uuid.uuid4())
        if not CORRELATION_ID.fullmatch(given):
            raise invalid(["header", "x-correlation-id"], "Input should be up to 200 printable ASCII characters")
        return given

    def _send_events(self, correlation_id: str) -> None:
        run = self._run(correlation_id)
        framing = run.task_input.framing
        if framing == "poll":
            self._send_text(_json_list(_payload(event, run) for event in run.next_events(0, 0)[0]))
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", CONTENT_TYPES[framing])
        self.send_header("Cache-Control", "no-store")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._stream(run, self._last_event_id(run))

    def _last_event_id(self, run: Run) -> int:
        """The number of events that the client has. An event's id is its position, from 1."""
        given = self.headers.get("Last-Event-ID", "")
        return int(given) if run.task_input.typed and given.isascii() and given.isdigit() else 0

    def _stream(self, run: Run, position: int) -> None:
        ended = False
        while not ended:
            events, ended = run.next_events(position, KEEP_ALIVE_SECONDS)
            for event in events:
                position += 1
                self._send_chunk(_frame(event, position, run))
            if not events and not ended and run.task_input.framing == "sse":
                self._send_chunk(": keep-alive\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _send_chunk(self, text: str) -> None:
        # One unbuffered write, so that the event is sent when this returns.
        data = text.encode()
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def _send_result(self, correlation_id: str) -> None:
        run = self._run(correlation_id)
        with run.changed:
            facts = {"correlation_id": run.correlation_id, "status": run.status, "error": run.error}
            self._send_text(_with_result(facts, run))

    def _send_types(self) -> None:
        self._send_json([{"name": name, "description": text} for name, text in CREW_TYPES.items()])

    def _send_templates(self) -> None:
        self._send_json(TEMPLATES)

    def _send_records(self) -> None:
        text = parse_qs(urlsplit(self.path).query).get("limit", ["100"])[0]
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
            raise invalid(["query", "limit"], "Input should be between 1 and 1000")
        self._send_text(_json_list(_record(run) for run in self.server.runs.newest_first()[: int(text)]))

    def _send_record(self, run_id: str) -> None:
        for run in self.server.runs.newest_first():
            if run.id == run_id:
                return self._send_text(_record(run))
        raise Refusal(HTTPStatus.NOT_FOUND, f"There is no run {run_id}.")

    def _send_ping(self) -> None:
        self._send_json({"version": "judge", "crewai": importlib.metadata.version("crewai")})

    def _send_bus(self, correlation_id: str) -> None:
        self._send_text(_json_list(event.json for event in self._run(correlation_id).next_events(0, 0)[0]))

    def _send_steps(self, correlation_id: str) -> None:
        events, _ = self._run(correlation_id).next_events(0, 0)
        self._send_json(expected_steps(json.loads(event.json) for event in events))


def _json_list(items: Iterator[str]) -> str:
    return f"[{','.join(items)}]"


def _payload(event: Event, run: Run) -> str:
    if not run.task_input.wrapped:
        return event.json
    head = json.dumps({"event_type": event.kind, "timestamp": event.timestamp})
    return f'{head[:-1]}, "data": {event.json}}}'


def _frame(event: Event, position: int, run: Run) -> str:
    payload = _payload(event, run)
    if run.task_input.framing == "ndjson":
        return payload + "\n"
    head = f"event: {event.kind}\nid: {position}\n" if run.task_input.typed else ""
    return f"{head}data: {payload}\n\n"


def _with_result(facts: dict[str, Any], run: Run) -> str:
    """The fields as JSON, with the result exactly as CrewAI serialized it."""
    return f'{json.dumps(facts, ensure_ascii=False)[:-1]}, "result": {run.result_json}}}'


def _record(run: Run) -> str:
    with run.changed:
        facts = {
            "id": run.id,
            "correlation_id": run.correlation_id,
            "owner_id": OWNER_ID,
            "status": run.status,
            "created_at": run.created_at,
            "crew_type": run.crew_type,
            "crew_config": run.crew_config,
            "task_input": run.given_input,
            "error": run.error,
            "started_at": run.started_at,
            "completed_at": run.completed_at,
        }
        return _with_result(facts, run)


def main() -> None:
    """Serves until the process is terminated or interrupted."""
    parser = argparse.ArgumentParser(description="Runs CrewAI crews with a scripted model behind the Nx1 API.")
    parser.add_argument("--port", type=int, default=0, help="the port to listen on; a free one by default")
    port = parser.parse_args().port
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: sys.exit(0))
    home = tempfile.mkdtemp(prefix="judge-crewai-")
    os.environ.update(QUIET_CREWAI, HOME=home, XDG_DATA_HOME=home, CREWAI_STORAGE_DIR=os.path.join(home, "storage"))
    try:
        with Service(port) as service:
            print(f"NX1_HOST=http://127.0.0.1:{service.server_port}\nNX1_API_KEY={API_KEY}", flush=True)
            service.serve_forever()
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
