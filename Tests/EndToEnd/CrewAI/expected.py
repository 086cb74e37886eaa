"""The steps that nx1sh must show for a run, derived from the events of CrewAI's event bus.

The code shares nothing with nx1sh's own event parsing, so that one can check the other.

usage: expected.py FILE
  FILE   events, one JSON object per line
"""

import ast
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

BEGINNINGS = {
    "crew_kickoff_started": "crew",
    "task_started": "task",
    "agent_execution_started": "agent",
    "lite_agent_execution_started": "agent",
    "tool_usage_started": "tool",
    "llm_call_started": "model",
}
ENDINGS = {
    "crew_kickoff_completed": ("crew", "done"),
    "crew_kickoff_failed": ("crew", "failed"),
    "task_completed": ("task", "done"),
    "task_failed": ("task", "failed"),
    "agent_execution_completed": ("agent", "done"),
    "agent_execution_error": ("agent", "failed"),
    "lite_agent_execution_completed": ("agent", "done"),
    "lite_agent_execution_error": ("agent", "failed"),
    "tool_usage_finished": ("tool", "done"),
    "tool_usage_error": ("tool", "failed"),
    "llm_call_completed": ("model", "done"),
    "llm_call_failed": ("model", "failed"),
}
NO_TOKENS = {"prompt": 0, "completion": 0, "total": 0}

Event = dict[str, Any]


@dataclass
class Step:
    """A step: its first start event, and its last end event."""

    kind: str
    start: Event
    end: Event | None = None
    attempts: int = 1
    parent: "Step | None" = None
    merged: "Step | None" = field(default=None, repr=False)

    @property
    def id(self) -> str:
        return self.start["event_id"]

    @property
    def failure(self) -> Any:
        """The failure that a tool reported instead of raising an error."""
        return (self.end or {}).get("failure")

    @property
    def state(self) -> str:
        if self.end is None:
            return "unfinished"
        return "failed" if self.failure else ENDINGS[self.end["type"]][1]

    @property
    def name(self) -> str | None:
        event = {**self.start, **{key: value for key, value in (self.end or {}).items() if value is not None}}
        match self.kind:
            case "crew":
                return event.get("crew_name")
            case "task":
                return self.start.get("task_name") or (self.start.get("task") or {}).get("description")
            case "agent":
                return self.start.get("agent_role") or (self.start.get("agent") or {}).get("role")
            case "tool":
                return event.get("tool_name")
            case _:
                return event.get("model")

    @property
    def elapsed_ms(self) -> float | None:
        if self.end is None:
            return None
        seconds = (_time(self.end) - _time(self.start)).total_seconds()
        return round(seconds * 1000, 3)

    @property
    def arguments(self) -> Any:
        """The parsed arguments from the start event of a tool call."""
        given = self.start.get("tool_args")
        if not isinstance(given, str):
            return given
        try:
            return json.loads(given)
        except ValueError:
            return given

    @property
    def output(self) -> str | None:
        end = self.end or {}
        output = end.get("response") if self.kind == "model" else end.get("output")
        if isinstance(output, dict) and "raw" in output:
            output = output["raw"]
        if output is None or isinstance(output, str):
            return output
        return json.dumps(output, ensure_ascii=False)

    @property
    def error(self) -> str | None:
        if self.failure:
            return self.failure.get("message")
        error = (self.end or {}).get("error")
        return error if error is None else message_of_repr(str(error))

    @property
    def tokens(self) -> dict[str, int | None] | None:
        """CrewAI's own count: the usage of a model call, or the total of the crew."""
        end = self.end or {}
        if end.get("total_tokens") is not None:
            return {"prompt": None, "completion": None, "total": end["total_tokens"]}
        usage = end.get("usage")
        return usage and {key: usage.get(f"{key}_tokens", 0) for key in NO_TOKENS}


def message_of_repr(error: str) -> str:
    """The message of an exception's `repr`, such as `x` for `ValueError('x')`. Returns any other text unchanged."""
    try:
        call = ast.parse(error, mode="eval").body
    except (SyntaxError, ValueError):
        return error
    if not isinstance(call, ast.Call) or not isinstance(call.func, (ast.Name, ast.Attribute)):
        return error
    if len(call.args) != 1 or call.keywords or not isinstance(call.args[0], ast.Constant):
        return error
    return str(call.args[0].value)


def expected_steps(events: Iterable[Event]) -> list[dict[str, Any]]:
    """The steps of a run, in order of their start."""
    by_id: dict[str, Event] = {}
    for event in events:
        by_id.setdefault(event["event_id"], event)
    steps = _pair(list(by_id.values()))
    _set_parents(steps, by_id)
    steps = _merge_agents(steps)
    steps = _merge_tools(steps)
    totals = _tokens_of_models(steps)
    return [_describe(step, totals[step.id]) for step in steps]


def _pair(events: list[Event]) -> list[Step]:
    """Pairs start and end events into steps, in order of their start."""
    steps = [Step(BEGINNINGS[event["type"]], event) for event in events if event["type"] in BEGINNINGS]
    # A missing tool has no start event: its failure event is a separate step.
    begun = {(step.name, json.dumps(step.start.get("tool_args"))) for step in steps if step.kind == "tool"}
    unknown = {event["tool_name"] for event in events if event["type"] == "tool_selection_error"}
    for event in events:
        if event["type"] == "tool_failure_detected" and event["tool_name"] in unknown:
            if (event["tool_name"], json.dumps(event.get("tool_args"))) not in begun:
                steps.append(Step("tool", event, event))
    steps.sort(key=lambda step: (_time(step.start), step.start.get("emission_sequence") or 0))
    by_id = {step.id: step for step in steps}
    for event in events:
        kind, _ = ENDINGS.get(event["type"], (None, None))
        step = by_id.get(event.get("started_event_id") or "")
        if kind and step and step.kind == kind:
            step.end = event
    return steps


def _set_parents(steps: list[Step], events: dict[str, Event]) -> None:
    """Sets each step's parent to the nearest enclosing step, skipping flows and other events."""
    by_id = {step.id: step for step in steps}
    for step in steps:
        above = step.start.get("parent_event_id")
        while above and above not in by_id:
            above = (events.get(above) or {}).get("parent_event_id")
        step.parent = by_id.get(above or "")


def _merge_agents(steps: list[Step]) -> list[Step]:
    """Merges agents that start again under the same step."""
    first: dict[tuple[str, str | None], Step] = {}
    for step in steps:
        if step.kind != "agent":
            continue
        earlier = first.setdefault((step.parent.id if step.parent else "", step.name), step)
        if earlier is not step:
            _merge(earlier, step)
    return _without_merged(steps)


def _merge_tools(steps: list[Step]) -> list[Step]:
    """Merges tool calls that are repeated right after an error.

    Right after means: under the same parent, with the same arguments, and without another step of that parent between.
    """
    previous: dict[int, Step] = {}
    for step in steps:
        last = previous.get(id(step.parent))
        if last and _is_retry(last, step):
            _merge(last, step)
        else:
            previous[id(step.parent)] = step
    return _without_merged(steps)


def _is_retry(failed: Step, later: Step) -> bool:
    """Whether a tool call repeats one that failed before it started. Parallel calls are separate steps."""
    if not failed.kind == later.kind == "tool" or failed.state != "failed":
        return False
    same = failed.start.get("tool_name") == later.start.get("tool_name") and failed.arguments == later.arguments
    return same and _time(failed.end) <= _time(later.start)


def _merge(step: Step, later: Step) -> None:
    step.attempts += 1
    step.end = later.end
    later.merged = step


def _without_merged(steps: list[Step]) -> list[Step]:
    for step in steps:
        if step.parent and step.parent.merged:
            step.parent = step.parent.merged
    return [step for step in steps if not step.merged]


def _describe(step: Step, tokens_of_models: dict[str, int]) -> dict[str, Any]:
    return {
        "id": step.id,
        "parent": step.parent.id if step.parent else None,
        "kind": step.kind,
        "name": step.name,
        "state": step.state,
        "attempts": step.attempts,
        "elapsed_ms": step.elapsed_ms,
        "arguments": step.arguments if step.kind == "tool" else None,
        "output": step.output,
        "error": step.error,
        "tokens": step.tokens,
        "tokens_of_models": tokens_of_models,
    }


def _tokens_of_models(steps: list[Step]) -> dict[str, dict[str, int]]:
    """For each step, the tokens of all model calls in it, at any depth."""
    totals = {step.id: dict(NO_TOKENS) for step in steps}
    for model in steps:
        above = model if model.kind == "model" and model.tokens else None
        while above:
            for key, count in model.tokens.items():
                totals[above.id][key] += count
            above = above.parent
    return totals


def _time(event: Event) -> datetime:
    return datetime.fromisoformat(event["timestamp"].replace("Z", "+00:00"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        print(json.dumps(expected_steps(map(json.loads, file)), indent=2, ensure_ascii=False))
