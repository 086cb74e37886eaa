"""The templates of the service, and the validation of the values for their runs."""

import copy
from typing import Any

TEMPLATE_ID = "7d0c1f5e-52a4-4a3c-9a43-0b3f1c9d2e11"
OWNER_ID = "00000000-0000-4000-8000-000000000001"


def _variable(name: str, kind: str, **facts: Any) -> dict[str, Any]:
    names = ("label", "description", "default", "choices", "min_length", "max_length", "min_value", "max_value")
    variable = {"name": name, "type": kind, "required": False, **dict.fromkeys(names)}
    return {**variable, "sensitive": False, "group": None, "show_if": None, **facts}


TEMPLATES = [
    {
        "id": TEMPLATE_ID,
        "name": "Region review",
        "description": "Counts the orders of a region, and explains them.",
        "crew_config": {
            "agents": [
                {
                    "role": "{region} Order Analyst",
                    "goal": "Count the orders of {region}",
                    "backstory": "Knows the warehouse.",
                    "verbose": False,
                    "allow_delegation": False,
                    "tools": ["run_sql"],
                    "use_default_mcps": False,
                },
                {
                    "role": "Writer",
                    "goal": "Explain figures to {reader}",
                    "backstory": "Writes clearly.",
                    "verbose": False,
                    "allow_delegation": False,
                    "tools": [],
                    "use_default_mcps": False,
                },
            ],
            "tasks": [
                {
                    "description": "Count at most {limit} orders of {region}",
                    "agent_index": 0,
                    "expected_output": "A number, at most {limit}",
                    "tools": [],
                },
                {
                    "description": "Explain the number to {reader}",
                    "agent_index": 1,
                    "expected_output": "Markdown",
                    "tools": [],
                },
            ],
            "verbose": False,
            "process": "sequential",
        },
        "tags": [],
        "is_shared": True,
        "created_by": OWNER_ID,
        "updated_by": OWNER_ID,
        "created_at": "2026-11-01T08:00:00Z",
        "updated_at": "2026-11-01T08:00:00Z",
        "variables": [
            _variable("region", "string", label="Region", required=True, choices=["north", "south"]),
            _variable("limit", "integer", label="Limit", default=10, min_value=1, max_value=100),
            _variable("reader", "string", label="Reader", default="managers", min_length=3, max_length=60),
            _variable("pin", "string", label="PIN", required=True, min_length=4, max_length=12, sensitive=True),
        ],
        "lint_warnings": ["Variable 'pin' is not used by any agent or task."],
    }
]


class InvalidValue(ValueError):
    """An invalid value for a variable."""

    def __init__(self, name: str, message: str, kind: str) -> None:
        super().__init__(message)
        self.name = name
        self.kind = kind


def template(identifier: str) -> dict[str, Any] | None:
    """The template with an id."""
    return next((each for each in TEMPLATES if each["id"] == identifier), None)


def task_input(template: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Validates the values, and fills in defaults."""
    filled = copy.deepcopy(values)
    declared = {variable["name"]: variable for variable in template["variables"]}
    for name in values:
        if name not in declared:
            raise InvalidValue(name, "Extra inputs are not permitted", "extra_forbidden")
    for name, variable in declared.items():
        if name not in filled and variable["default"] is not None:
            filled[name] = variable["default"]
        if name in filled:
            _check(variable, filled[name])
        elif variable["required"]:
            raise InvalidValue(name, "Field required", "missing")
    return filled


def _check(variable: dict[str, Any], value: Any) -> None:
    name = variable["name"]
    if variable["type"] == "integer":
        if type(value) is not int:
            raise InvalidValue(name, "Input should be a valid integer", "int_type")
        if not variable["min_value"] <= value <= variable["max_value"]:
            raise InvalidValue(name, "Input is out of range", "value_error")
    elif not isinstance(value, str):
        raise InvalidValue(name, "Input should be a valid string", "string_type")
    elif variable["choices"] and value not in variable["choices"]:
        raise InvalidValue(name, f"Input should be one of: {', '.join(variable['choices'])}", "literal_error")
    elif variable["min_length"] and not variable["min_length"] <= len(value) <= variable["max_length"]:
        raise InvalidValue(name, "String has a wrong length", "value_error")
