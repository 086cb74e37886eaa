"""The `task_input` of a run: its crew, its speed, and the framing of its events."""

from dataclasses import dataclass, fields
from typing import Any

SCENARIOS = (
    "two-agents",
    "tool-error",
    "model-fails",
    "parallel",
    "native",
    "many",
    "hostile",
    "json",
    "nested",
)
FRAMINGS = ("sse", "ndjson", "poll")
OUTPUTS = ("json", "pydantic")

CHOICES = {"scenario": SCENARIOS, "framing": FRAMINGS, "output": OUTPUTS}
LIMITS = {"piece_ms": 10_000, "piece_chars": 10_000, "tool_ms": 60_000, "calls": 2_000, "tasks": 100}
AT_LEAST_ONE = ("piece_chars", "calls", "tasks")
DEFAULTS = {"many": {"tool_ms": 100}, "hostile": {"piece_chars": 2}}


class InvalidInput(ValueError):
    """A field of `task_input` with a value that the service can't use."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class TaskInput:
    """The fields of `task_input` that the service reads. It ignores others."""

    question: str = "How many orders shipped late?"
    scenario: str = "two-agents"
    framing: str = "sse"
    typed: bool = False
    wrapped: bool = False
    # The pause before each piece of streamed text, and the length of a piece.
    piece_ms: int = 15
    piece_chars: int = 7
    # How long `run_sql` takes.
    tool_ms: int = 500
    # `many` only: the total number of tool calls, and of tasks that share them.
    calls: int = 40
    tasks: int = 4
    # `json` only: whether the last task sets `output_json` or `output_pydantic`.
    output: str = "json"
    # `json` with `pydantic` only: serialize the whole model. By default, CrewAI's `model_dump` leaves it empty: `{}`.
    as_any: bool = False

    @classmethod
    def parse(cls, given: dict[str, Any]) -> "TaskInput":
        """Parses the known fields. Accepts numbers and booleans as text, as `--set piece_ms=5` sends them."""
        values = dict(DEFAULTS.get(str(given.get("scenario")), {}))
        for field in fields(cls):
            if field.name in given:
                values[field.name] = _parse(field.name, type(field.default), given[field.name])
        return cls(**values)


def _parse(name: str, kind: type, value: Any) -> Any:
    if kind is bool:
        return _parse_bool(name, value)
    if kind is int:
        return _parse_int(name, value)
    if not isinstance(value, str):
        raise InvalidInput(name, "Input should be a valid string")
    choices = CHOICES.get(name)
    if choices and value not in choices:
        raise InvalidInput(name, f"Input should be one of: {', '.join(choices)}")
    return value


def _parse_bool(name: str, value: Any) -> bool:
    text = str(value).lower()
    if text not in ("true", "false"):
        raise InvalidInput(name, "Input should be true or false")
    return text == "true"


def _parse_int(name: str, value: Any) -> int:
    lowest = 1 if name in AT_LEAST_ONE else 0
    try:
        number = int(str(value))
    except ValueError:
        raise InvalidInput(name, "Input should be a valid integer") from None
    if not lowest <= number <= LIMITS[name]:
        raise InvalidInput(name, f"Input should be between {lowest} and {LIMITS[name]}")
    return number
