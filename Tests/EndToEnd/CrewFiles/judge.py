"""Checks how nx1sh handles crew files: the request against a JSON Schema, the run by its events.

It reads the files itself, with PyYAML, and shares no code with nx1sh.

usage: judge.py SHELL
  SHELL   the program. The environment must contain NX1_HOST, NX1_API_KEY and HOME.
"""

import copy
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

HERE = Path(__file__).parent
CREWS = HERE / "crews"
# A value that would be syntax elsewhere: in the line, in another value's placeholder, in a shell.
HOSTILE = 'north"; :quit {port} @/etc/passwd %1 $(id) \\n'
VALIDATOR = Draft202012Validator(json.loads((HERE / "custom-run.schema.json").read_text(encoding="utf-8")))

Config = dict[str, Any]


def read(path: Path) -> Config:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def parts(crew: Path) -> tuple[list[Config], list[Config]]:
    """The agents and the tasks of a crew, as written in its files."""
    if crew.is_dir():
        agents, tasks = (next(crew.rglob(f"{name}.y*ml")) for name in ("agents", "tasks"))
        content = {"agents": read(agents), "tasks": read(tasks)}
    else:
        content = read(crew)
        content = content.get("crew_config", content)
    return _elements(content["agents"]), _elements(content["tasks"])


def _elements(part: Any) -> list[Config]:
    return part if isinstance(part, list) else [{"name": name, **value} for name, value in part.items()]


def fill(text: str, values: dict[str, str]) -> str:
    """Fills the placeholders of a text in one pass: placeholders in values aren't filled."""
    pieces = text.strip().split("{")
    filled = pieces[0]
    for piece in pieces[1:]:
        name, brace, rest = piece.partition("}")
        filled += values[name] + rest if brace and name in values else "{" + piece
    return filled


class Judge:
    """The shell, and the problems found in it."""

    def __init__(self, shell: str) -> None:
        self.shell = shell
        self.findings: list[str] = []

    def expect(self, holds: bool, complaint: str) -> None:
        if not holds:
            self.findings.append(complaint)

    def run(self, *arguments: str, folder: Path = CREWS) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self.shell, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)

    def valid(self, body: Any, title: str) -> None:
        for error in VALIDATOR.iter_errors(body):
            place = "/".join(map(str, error.absolute_path))
            self.findings.append(f"{title}: invalid at {place}: {error.message}")

    def crew(self, crew: Path) -> None:
        """Checks one crew: the output of --show, the request, and the events."""
        name = str(crew.relative_to(CREWS))
        shown = self.run("--sandbox", f":crew ./{name} --show", "-o", "json")
        if shown.returncode != 0:
            return self.findings.append(f"{name}: --show failed: {shown.stderr}")
        body = json.loads(shown.stdout)
        self.valid(body, f"{name} --show")
        agents, tasks = parts(crew)
        self.faithful(body["crew_config"], agents, tasks, name)

        values = {key: HOSTILE for key in ("port", "region", "warehouse", "team")} | {"current_year": "2026"}
        items = [item for key, value in values.items() for item in ("--set", f"{key}={value}")]
        events = str(Path("events.jsonl").resolve())
        ran = self.run(*items, "-o", "json", "--events", events, f":crew ./{name} judged=yes")
        if ran.returncode != 0:
            return self.findings.append(f"{name}: the run failed: {ran.stderr}")
        record = json.loads(ran.stdout)
        self.expect(record["status"] == "completed", f"{name}: {record['status']}")
        self.events(agents, tasks, values, name)
        self.sent(record["correlation_id"], body["crew_config"], values, name)

    def faithful(self, config: Config, agents: list[Config], tasks: list[Config], name: str) -> None:
        """Checks that the configuration matches the file."""
        for kind, written, texts in (
            ("agents", agents, ("role", "goal", "backstory")),
            ("tasks", tasks, ("description", "expected_output")),
        ):
            self.expect(len(config[kind]) == len(written), f"{name}: {len(config[kind])} {kind}, not {len(written)}")
            for sent, original in zip(config[kind], written):
                for text in texts:
                    self.expect(sent[text].strip() == original[text].strip(), f"{name}: {text} is {sent[text]!r}")
                for key in ("tools", "tool_categories", "allow_delegation"):
                    if key in original:
                        self.expect(sent.get(key) == original[key], f"{name}: {key} is {sent.get(key)!r}")
        for sent, original in zip(config["tasks"], tasks):
            agent = agents[sent["agent_index"]]
            if "agent" in original:
                self.expect(agent.get("name") == original["agent"], f"{name}: a task is {agent.get('name')}'s")
            else:
                self.expect(sent["agent_index"] == original["agent_index"], f"{name}: another agent_index")

    def events(self, agents: list[Config], tasks: list[Config], values: dict[str, str], name: str) -> None:
        """Checks that the events name each task and its agent."""
        lines = Path("events.jsonl").read_text(encoding="utf-8").splitlines()
        raw = [json.loads(line)["raw"] for line in lines]
        told = [event["task"]["description"] for event in raw if event.get("type") == "task_started"]
        roles = [event["agent"]["role"] for event in raw if event.get("type") == "agent_execution_started"]
        by_name = {agent.get("name"): agent for agent in agents}
        doers = [by_name[task["agent"]] if "agent" in task else agents[task["agent_index"]] for task in tasks]
        for what, found, expected in (
            ("tasks", told, [fill(task["description"], values) for task in tasks]),
            ("agents", roles, [fill(agent["role"], values) for agent in doers]),
        ):
            self.expect([text.strip() for text in found] == expected, f"{name}: events name {what} {found}")

    def sent(self, correlation_id: str, config: Config, values: dict[str, str], name: str) -> None:
        """Checks that the service received the configuration that --show printed, and the given inputs."""
        request = urllib.request.Request(
            f"{os.environ['NX1_HOST']}/api/crew-runs?limit=100",
            headers={"Authorization-PSK": os.environ["NX1_API_KEY"]},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            runs = [run for run in json.load(answer) if run["correlation_id"] == correlation_id]
        self.expect(len(runs) == 1, f"{name}: the service has {len(runs)} runs, not 1")
        for run in runs:
            self.valid({"crew_config": run["crew_config"], "task_input": run["task_input"]}, f"{name} as sent")
            self.expect(run["crew_config"] == config, f"{name}: the request differs from what --show prints")
            given = {key: value for key, value in run["task_input"].items() if key != "judged"}
            self.expect(given == values, f"{name}: the inputs are {given}")

    def saved(self) -> None:
        """Checks that the saved output of --show is the same crew."""
        shown = self.run("--sandbox", ":crew ./quick-start --show", "-o", "json").stdout
        Path("saved.json").write_text(shown, encoding="utf-8")
        again = self.run("--sandbox", ":crew ./saved.json --show", "-o", "json", folder=Path.cwd())
        self.expect(again.stdout == shown, f"A saved crew differs: {again.stdout}{again.stderr}")


def check_schema() -> list[str]:
    """The mistakes that the schema accepts."""
    Draft202012Validator.check_schema(VALIDATOR.schema)
    body = {"crew_config": read(CREWS / "published.json")["crew_config"], "task_input": {"region": "north"}}
    changes = {
        "a missing role": lambda config: config["agents"][0].pop("role"),
        "a key of CrewAI": lambda config: config["agents"][0].update(llm="some/model"),
        "an agent by name": lambda config: config["tasks"][0].update(agent="archivist"),
        "an index that is text": lambda config: config["tasks"][0].update(agent_index="0"),
        "tools that aren't a list": lambda config: config["tasks"][0].update(tools="run_sql"),
        "no tasks": lambda config: config.update(tasks=[]),
        "no process": lambda config: config.pop("process"),
    }
    missed = [] if VALIDATOR.is_valid(body) else ["the published form itself"]
    for title, change in changes.items():
        changed = copy.deepcopy(body)
        change(changed["crew_config"])
        if VALIDATOR.is_valid(changed):
            missed.append(title)
    return missed


def main() -> None:
    """Checks all crews, and exits with status 1 if there are problems."""
    if missed := check_schema():
        sys.exit(f"The schema is wrong about {', '.join(missed)}.")
    judge = Judge(sys.argv[1])
    os.chdir(os.environ["HOME"])
    crews = sorted(CREWS.iterdir())
    for crew in crews:
        judge.crew(crew)
    judge.saved()
    if judge.findings:
        sys.exit("\n".join(judge.findings))
    print(f"{len(crews)} crews: all requests match the schema, and all runs name their agents and tasks.")


if __name__ == "__main__":
    main()
