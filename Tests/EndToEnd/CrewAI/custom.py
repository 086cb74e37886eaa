"""Crews described by a request: `POST /api/crews/run/custom`, and the service's template."""

import itertools
from collections.abc import Iterator
from typing import Any

from crewai import Agent, Crew, Process, Task

from crews import REPORT, Studio
from model import Reply, act, conclude

COUNT = "SELECT count(*) AS orders FROM orders"


def make_custom_crew(studio: Studio, config: dict[str, Any]) -> Crew:
    """Creates the crew of a `crew_config`. CrewAI itself fills in the placeholders."""
    tools = {each.name: each for each in studio.tools}
    agents = [_agent(studio, agent, tools) for agent in config["agents"]]
    tasks = [
        Task(
            description=task["description"],
            expected_output=task["expected_output"],
            agent=agents[task["agent_index"]],
            tools=[tools[name] for name in task["tools"] if name in tools],
        )
        for task in config["tasks"]
    ]
    return Crew(
        agents=agents, tasks=tasks, process=Process(config["process"]), verbose=config["verbose"], tracing=False
    )


def _agent(studio: Studio, config: dict[str, Any], tools: dict[str, Any]) -> Agent:
    own = [tools[name] for name in config["tools"] if name in tools]
    return Agent(
        role=config["role"],
        goal=config["goal"],
        backstory=config["backstory"],
        verbose=config["verbose"],
        allow_delegation=config["allow_delegation"],
        tools=own,
        llm=studio.model(_script(any(tool.name == "run_sql" for tool in own))),
    )


def _script(has_warehouse: bool) -> Iterator[Reply]:
    """The replies of an agent for each task. With a warehouse, it queries that first."""
    replies = [act("How many are there?", "run_sql", query=COUNT)] if has_warehouse else []
    return itertools.cycle([*replies, conclude(REPORT)])
