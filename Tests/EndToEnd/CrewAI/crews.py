"""The crews, one per scenario: real agents, tasks and tools with a scripted model."""

import itertools
from collections.abc import Callable, Iterator

from crewai import Agent, Crew, Process, Task
from pydantic import BaseModel

from model import CallTools, Fail, Reply, Say, ScriptedModel, act, conclude
from task_input import TaskInput
from warehouse import make_tools

LATE_BY_MONTH = (
    "SELECT strftime('%Y-%m', o.ordered_at) AS month, count(*) AS orders,\n"
    "       sum(s.shipped_at > o.promised_at) AS late\n"
    "FROM orders o JOIN shipments s ON s.order_id = o.id\n"
    "GROUP BY 1 ORDER BY 1"
)
LATE_IN_ALL = (
    "SELECT count(*) AS late\nFROM orders o JOIN shipments s ON s.order_id = o.id\nWHERE s.shipped_at > o.promised_at"
)
FIGURES = "Jan 77, Feb 81, Mar 168, Apr 86; 412 in all"
REPORT = """\
## Late orders by month

**412** of 9,860 orders shipped late, most of them in March.

| month | orders | late |
|---|--:|--:|
| January | 2,410 | 77 |
| February | 2,206 | 81 |
| March | 2,688 | 168 |
| April | 2,556 | 86 |
"""
FIND_FIGURES = "Find the figures for: {question}"
WRITE_ANSWER = "Write the answer for a manager, in Markdown"

# Control sequences that erase, move, color, set the title and the clipboard, ring the bell, and hide text.
ERASE = "\x1b[2J\x1b[H"
TITLE = "\x1b]0;owned\x07"
CLIPBOARD = "\x1b]52;c;b3duZWQ=\x07"
LINK = "\x1b]8;;https://example.org/\x1b\\click\x1b]8;;\x1b\\"
EIGHT_BIT = "\x9b31m\x9d0;owned\x9c"
OVERWRITE = "real figure\rfake figure\x08\x08\x07"
BACKWARDS = "\u202etxt.exe\u202c"
STRUCK = "z\u0336\u0353a\u0336l\u0336g\u0336o\u0336"
WIDE = f"日本語の注文 e\u0301 n\u0303 👩\u200d👩\u200d👧\u200d👦 👍\U0001f3fd 🇩🇪 ❤\ufe0f {STRUCK}"


class Studio:
    """Makes the parts of a crew for one run."""

    def __init__(self, task_input: TaskInput) -> None:
        self.input = task_input
        self.tools = make_tools(task_input.tool_ms)

    def model(self, script: list[Reply] | Iterator[Reply], native: bool = False) -> ScriptedModel:
        return ScriptedModel.following(
            script, piece_ms=self.input.piece_ms, piece_chars=self.input.piece_chars, native=native
        )

    def analyst(self, script: list[Reply] | Iterator[Reply], *, native: bool = False, max_iter: int = 25) -> Agent:
        return Agent(
            role="Data Analyst",
            goal="Answer questions about the warehouse",
            backstory="Knows the warehouse.",
            tools=self.tools,
            llm=self.model(script, native),
            max_iter=max_iter,
            allow_delegation=False,
        )

    def writer(self, script: list[Reply], *, native: bool = False) -> Agent:
        return Agent(
            role="Report Writer",
            goal="Write short reports",
            backstory="Writes clearly.",
            llm=self.model(script, native),
            allow_delegation=False,
        )


def task(description: str, agent: Agent | None, expected: str = "Figures", **options: object) -> Task:
    return Task(description=description, expected_output=expected, agent=agent, **options)


def in_sequence(*tasks: Task) -> Crew:
    agents = list({id(each.agent): each.agent for each in tasks}.values())
    return Crew(agents=agents, tasks=list(tasks), process=Process.sequential, verbose=False, tracing=False)


def two_agents(studio: Studio) -> Crew:
    """An analyst with two tool calls, then a writer."""
    analyst = studio.analyst(
        [
            act("Which tables are there?", "list_tables", pattern="%"),
            act("Count by month", "run_sql", query=LATE_BY_MONTH),
            conclude(FIGURES),
        ]
    )
    writer = studio.writer([conclude(REPORT)])
    return in_sequence(task(FIND_FIGURES, analyst), task(WRITE_ANSWER, writer, "Markdown"))


def tool_error(studio: Studio) -> Crew:
    """A tool that raises an error, a misspelt tool, an unknown tool, and finally a successful query."""
    analyst = studio.analyst(
        [
            act("Try", "run_sql", query="SELECT * FROM boom"),
            act("Try another name", "run_sqk", query=LATE_IN_ALL),
            act("Ask somebody else", "read_minds", query="late orders?"),
            act("Again", "run_sql", query=LATE_BY_MONTH),
            conclude("412"),
        ]
    )
    writer = studio.writer([conclude(REPORT)])
    return in_sequence(task(FIND_FIGURES, analyst), task(WRITE_ANSWER, writer, "Markdown"))


def model_fails(studio: Studio) -> Crew:
    """A provider that is always overloaded."""
    analyst = studio.analyst(itertools.repeat(Fail("The model provider answered 529: overloaded")))
    return in_sequence(task(FIND_FIGURES, analyst), task(WRITE_ANSWER, studio.writer([]), "Markdown"))


def parallel(studio: Studio) -> Crew:
    """Two parallel tasks, and a third that waits for both."""
    counter = studio.analyst([act("Count", "run_sql", query=LATE_IN_ALL), conclude("412 orders shipped late.")])
    writer = studio.writer([conclude("Carriers were short of drivers in March.")])
    editor = Agent(
        role="Editor",
        goal="Put reports together",
        backstory="Has an eye for what matters.",
        llm=studio.model([conclude(REPORT)]),
    )
    count = task("Count late orders", counter, async_execution=True)
    reasons = task("Find the reasons", writer, async_execution=True)
    return in_sequence(count, reasons, task(WRITE_ANSWER, editor, "Markdown", context=[count, reasons]))


def native(studio: Studio) -> Crew:
    """A model that thinks and calls functions natively: two in parallel, a failing, an unknown and a successful one."""
    analyst = studio.analyst(
        [
            CallTools(
                (("list_tables", {"pattern": "%"}), ("run_sql", {"query": LATE_IN_ALL})),
                thinking="I need the tables, and a first count.",
            ),
            CallTools((("run_sql", {"query": "SELECT * FROM boom"}),)),
            CallTools((("read_minds", {"query": "late orders?"}),)),
            CallTools((("run_sql", {"query": LATE_BY_MONTH}),), thinking="Now by month."),
            Say(FIGURES),
        ],
        native=True,
    )
    writer = studio.writer([Say(REPORT)], native=True)
    return in_sequence(task(FIND_FIGURES, analyst), task(WRITE_ANSWER, writer, "Markdown"))


def many(studio: Studio) -> Crew:
    """One agent with many tool calls over several tasks."""
    calls, tasks = studio.input.calls, studio.input.tasks
    shares = [calls // tasks + (index < calls % tasks) for index in range(tasks)]
    analyst = studio.analyst(_counting(shares), max_iter=max(shares) + 5)
    return in_sequence(
        *(task(f"Count part {number} of {tasks}", analyst) for number in range(1, tasks + 1)),
    )


def _counting(shares: list[int]) -> Iterator[Reply]:
    number = 0
    for part, share in enumerate(shares, 1):
        for _ in range(share):
            number += 1
            sql = f"SELECT count(*) AS orders FROM orders WHERE id % {number} = 0"
            yield act(f"Count the multiples of {number}", "run_sql", query=sql)
        yield conclude(f"Part {part}: {share} counts done.")


def hostile(studio: Studio) -> Crew:
    """Control sequences, a very long line and split graphemes in every text of the model and the data."""
    rows = f"SELECT '{ERASE}{TITLE}{WIDE}' AS name, char(27) || '[31m' || char(13) || 'x' AS value"
    long_line = "SELECT hex(zeroblob(500000)) AS line"
    analyst = studio.analyst(
        [
            act(f"Look {ERASE}{TITLE}{CLIPBOARD} around", "list_tables", pattern=f"%{TITLE}{EIGHT_BIT}%"),
            act(f"{OVERWRITE} {BACKWARDS}", "run_sql", query=rows),
            act(f"A long one {WIDE}", "run_sql", query=long_line),
            act(f"{LINK}", "run_sql", query=f'SELECT * FROM "boom{ERASE}{OVERWRITE}"'),
            conclude(f"{WIDE} {ERASE}{TITLE}{EIGHT_BIT}412{OVERWRITE}"),
        ]
    )
    writer = studio.writer(
        [conclude(f"## {WIDE}\n\n**412**{ERASE}{TITLE}{CLIPBOARD}{LINK} {OVERWRITE} {BACKWARDS} {EIGHT_BIT}\n")]
    )
    return in_sequence(
        task(FIND_FIGURES + f" {ERASE}{TITLE}{WIDE}", analyst),
        task(WRITE_ANSWER + f"{OVERWRITE}{BACKWARDS}", writer, "Markdown"),
    )


class LateMonth(BaseModel):
    """A month of the structured answer."""

    month: str
    orders: int
    late: int


class LateOrders(BaseModel):
    """The structured answer."""

    orders: int
    late: int
    months: list[LateMonth]


def json_answer(studio: Studio) -> Crew:
    """A last task with a structured output."""
    answer = LateOrders(
        orders=9860,
        late=412,
        months=[
            LateMonth(month="January", orders=2410, late=77),
            LateMonth(month="February", orders=2206, late=81),
            LateMonth(month="March", orders=2688, late=168),
            LateMonth(month="April", orders=2556, late=86),
        ],
    )
    analyst = studio.analyst([act("Count by month", "run_sql", query=LATE_BY_MONTH), conclude(FIGURES)])
    writer = studio.writer([conclude(answer.model_dump_json())])
    structured = {f"output_{studio.input.output}": LateOrders}
    return in_sequence(task(FIND_FIGURES, analyst), task("Write the answer as JSON", writer, "JSON", **structured))


def nested(studio: Studio) -> Crew:
    """A manager that delegates: agents that run inside the tool calls of another agent."""
    analyst = studio.analyst([act("Count by month", "run_sql", query=LATE_BY_MONTH), conclude(FIGURES)])
    writer = studio.writer([conclude("Yes: most of them in March.")])
    manager = Agent(
        role="Crew Manager",
        goal="Get the work done by the team",
        backstory="Knows who can do what.",
        allow_delegation=True,
        llm=studio.model(
            [
                act(
                    "The analyst knows",
                    "delegate_work_to_coworker",
                    task="Count the late orders by month",
                    context="The tables orders and shipments",
                    coworker="Data Analyst",
                ),
                act(
                    "Does a month stand out?",
                    "ask_question_to_coworker",
                    question="Does a month stand out?",
                    context=FIGURES,
                    coworker="Report Writer",
                ),
                conclude(REPORT),
            ]
        ),
    )
    return Crew(
        agents=[analyst, writer],
        tasks=[task(FIND_FIGURES, None, "Markdown")],
        process=Process.hierarchical,
        manager_agent=manager,
        verbose=False,
        tracing=False,
    )


CREWS: dict[str, Callable[[Studio], Crew]] = {
    "two-agents": two_agents,
    "tool-error": tool_error,
    "model-fails": model_fails,
    "parallel": parallel,
    "native": native,
    "many": many,
    "hostile": hostile,
    "json": json_answer,
    "nested": nested,
}


def make_crew(task_input: TaskInput) -> Crew:
    """Creates the crew of the scenario."""
    return CREWS[task_input.scenario](Studio(task_input))
