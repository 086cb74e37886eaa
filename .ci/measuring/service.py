"""A crew service that puts its sending time into each event: `python3 -m measuring.service`.

The `task_input` of a run defines its stream: `events`, the number of events, and `every`, the average seconds between
them. Each pause is between 0.5 and 1.5 times `every`, so that two streams don't run in step. With 0, events are sent as
fast as they are read.
An event's message starts with `@` and the sending time in nanoseconds of the monotonic clock, which all processes of a
machine share.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from dataclasses import dataclass
from typing import Any

AT_ONCE = 500
"""The number of events per write if `every` is 0."""

EVENT = (
    b'id: %d\nevent: %b\ndata: {"event_type": "%b", "agent": "Data Analyst", "task": "Answer the question", '
    b'"tool": "run_sql", "message": "@%d row %d of %d", "status": "%b", "timestamp": "2026-01-01T10:00:00Z"}\n\n'
)


@dataclass
class Run:
    """The stream of a run, and whether all of it was sent."""

    events: int
    every: float
    is_over: bool = False


@dataclass(frozen=True)
class Request:
    """A request, as far as this service parses it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @staticmethod
    async def read(reader: asyncio.StreamReader) -> Request:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
        method, path, _ = first.split(" ", 2)
        fields = (line.partition(":") for line in lines)
        headers = {name.lower(): value.strip() for name, _, value in fields}
        return Request(method, path, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


def event(index: int, total: int) -> bytes:
    """One server-sent event with the current time. The last event ends the run."""
    kind, status = (b"crew_kickoff_completed", b"completed") if index == total else (b"tool_usage_finished", b"running")
    return EVENT % (index, kind, kind, time.monotonic_ns(), index, total, status)


class Service:
    """The runs, and the answers to requests."""

    def __init__(self) -> None:
        self.runs: dict[str, Run] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection until either side closes it."""
        try:
            while await self.answer(await Request.read(reader), writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Answers a request. Returns whether the connection can be reused."""
        run_id = request.path.rpartition("/")[2]
        if request.method == "POST" and request.path == "/api/crews/run":
            await self.say(writer, 200, self.start(request))
        elif run_id not in self.runs:
            await self.say(writer, 404, {"detail": "There is no such run."})
        elif request.path.startswith("/api/events/"):
            await self.stream(self.runs[run_id], int(request.headers.get("last-event-id", "0")), writer)
            return False
        elif self.runs[run_id].is_over:
            await self.say(writer, 200, {"correlation_id": run_id, "status": "completed", "result": "Done."})
        else:
            await self.say(writer, 200, {"correlation_id": run_id, "status": "running"})
        return True

    def start(self, request: Request) -> dict[str, Any]:
        given = json.loads(request.body).get("task_input", {})
        run_id = request.headers.get("x-correlation-id") or str(uuid.uuid4())
        self.runs[run_id] = Run(int(given.get("events", 1)), float(given.get("every", 0)))
        return {"correlation_id": run_id, "status": "pending"}

    async def say(self, writer: asyncio.StreamWriter, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        head = f"HTTP/1.1 {status} \r\ncontent-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
        writer.write(head.encode() + content)
        await writer.drain()

    async def stream(self, run: Run, after: int, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")
        index = after
        while index < run.events:
            count = 1 if run.every else min(AT_ONCE, run.events - index)
            if run.every:
                await asyncio.sleep(run.every * random.uniform(0.5, 1.5))
            run.is_over = index + count == run.events
            writer.write(b"".join(event(index + offset + 1, run.events) for offset in range(count)))
            await writer.drain()
            index += count


async def main() -> None:
    """Listens on a free port, and prints the host and the key."""
    server = await asyncio.start_server(Service().serve, "127.0.0.1", 0)
    print(f"NX1_HOST=http://127.0.0.1:{server.sockets[0].getsockname()[1]}\nNX1_API_KEY=measured", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
