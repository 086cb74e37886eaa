import CrewFiles
import LocatedValues
import Nx1Events
import TestSupport
import Testing

@Suite("A crew file")
struct CrewFileTests {
    /// The published form, without its optional members.
    private let yaml = """
        agents:
          - role: Analyst
            goal: Find what is late
            backstory: Reads the warehouse all day.
            tools: [sql]
          - role: Writer
            id: writer
            goal: Say it in a page
            backstory: >
              Writes for people
              in a hurry.
            verbose: yes
        tasks:
          - description: Orders that shipped late in {month}, {region}
            expected_output: A table
            agent_index: 0
          - description: A page about them, for {reader}, {month}
            expected_output: Markdown
            agent: writer
        """

    private func crew(_ text: String, _ path: String = "crew.yaml") throws -> CrewFile {
        try CrewFile.parse(text, path: path)
    }

    private func refusal(_ text: String, _ path: String = "crew.yaml") -> CrewFileFailure? {
        do throws(CrewFileFailure) {
            _ = try CrewFile.parse(text, path: path)
            return nil
        } catch {
            return error
        }
    }

    /// The problems of an agent with these lines, next to a valid task.
    private func agentProblems(_ lines: String) -> [String]? {
        let text =
            "tasks: [{description: d, expected_output: e, agent_index: 0}]\nagents:\n- role: r\n  goal: g\n  backstory: b\n"
        return refusal(text + lines.split(separator: "\n").map { "  \($0)\n" }.joined())?.problems
    }

    /// The problems of a task with these lines, next to two valid agents.
    private func taskProblems(_ lines: String) -> [String]? {
        let text =
            "agents: {one: {role: r, goal: g, backstory: b}, two: {role: s, goal: g, backstory: b}}\ntasks:\n- description: d\n  expected_output: e\n"
        return refusal(text + lines.split(separator: "\n").map { "  \($0)\n" }.joined())?.problems
    }

    @Test("in the published form is sent with everything that the service requires")
    func published() throws {
        let crew = try crew(yaml)
        let expected = try JSONValue(
            parsing: """
                {"agents": [
                  {"role": "Analyst", "goal": "Find what is late", "backstory": "Reads the warehouse all day.",
                   "verbose": false, "allow_delegation": false, "tools": ["sql"], "use_default_mcps": false},
                  {"id": "writer", "role": "Writer", "goal": "Say it in a page",
                   "backstory": "Writes for people in a hurry.",
                   "verbose": true, "allow_delegation": false, "tools": [], "use_default_mcps": false}],
                 "tasks": [
                  {"description": "Orders that shipped late in {month}, {region}", "expected_output": "A table",
                   "agent_index": 0, "tools": []},
                  {"description": "A page about them, for {reader}, {month}", "expected_output": "Markdown",
                   "agent_index": 1, "tools": []}],
                 "verbose": false, "process": "sequential"}
                """)
        #expect(JSONValue.object(crew.config) == expected)
        #expect(crew.places == ["month", "region", "reader"])
        #expect(crew.notes == [])
    }

    @Test("means the same in JSON")
    func json() throws {
        let config = try crew(yaml).config
        let again = try crew(JSONValue.object(config).serialized(.indented), "crew.json")
        #expect(again.config == config)
        #expect(again.notes == [])
        let place = again.place(of: ["body", "crew_config", "agents", "1", "goal"])
        #expect(place?.file == "crew.json" && (place?.line ?? 0) > 10)
    }

    @Test("can be a complete request body, as printed by --show; its inputs are reported, not sent")
    func wholeBody() throws {
        let plain = try crew(yaml)
        let body = JSONValue.object(["crew_config": .object(plain.config)]).serialized(.indented)
        let saved = try crew(body, "crew.json")
        #expect(saved.config == plain.config && saved.notes.isEmpty)
        #expect(saved.place(of: ["body", "crew_config", "agents", "1", "role"])?.line ?? 0 > 2)

        let config = JSONValue.object(plain.config).serialized()
        let posted = try crew("{\"task_input\": {\"a\": 1},\n \"crew_config\": \(config)}", "crew.json")
        #expect(posted.config == plain.config)
        #expect(
            posted.notes == [
                "Not sent: `task_input` (crew.json:1). Give inputs on the line, as `key=value`."
            ])
        #expect(
            refusal("crew_config: {agents: []}")?.problems == [
                "crew.yaml:1: The file has no `tasks`.",
                "crew.yaml:1: `agents` is empty: a crew needs an agent.",
            ])
    }

    @Test("maps a rejection by the service to its line")
    func locations() throws {
        let crew = try crew(yaml)
        func line(_ parts: String...) -> Int? { crew.place(of: parts)?.line }
        #expect(line("body", "crew_config", "agents", "0", "role") == 2)
        #expect(line("body", "crew_config", "agents", "1", "backstory") == 9)
        #expect(line("body", "crew_config", "tasks", "1", "agent_index") == 19)
        #expect(line("body", "crew_config", "agents", "1", "allow_delegation") == 6)
        #expect(line("body", "crew_config", "agents", "0", "tools", "0") == 5)
        #expect(line("body", "crew_config", "agents", "0", "new") == 2)
        #expect(line("body", "crew_config", "agents", "99999999999999999999") == 1)
        #expect(line("body", "crew_config", "tasks") == 13)
        #expect(line("body", "crew_config") == 1)
        #expect(line("crew_config", "process") == 1)
        #expect(line("body", "task_input") == nil)
        #expect(line() == nil)
    }

    @Test("sends unknown keys, drops CrewAI's own, and mentions each once")
    func keys() throws {
        let crew = try crew(
            """
            agents:
              a: &a {role: r, goal: g, backstory: b, llm: gpt, max_iter: 5, mood: calm, tool_categories: [x]}
              b: {<<: *a, role: s}
            tasks:
              t:
                {description: d, expected_output: e, agent: a, context: [u], output_file: /tmp/x, priority: 1}
            memory: true
            version: 2
            """)
        #expect(
            crew.notes == [
                "Not sent, because the service doesn't support them: `llm` (crew.yaml:2), `max_iter` (crew.yaml:2), `context` (crew.yaml:6), `output_file` (crew.yaml:6), `memory` (crew.yaml:7).",
                "Sent, although the service's API doesn't document them: `mood` (crew.yaml:2), `priority` (crew.yaml:6), `version` (crew.yaml:8).",
            ])
        let agent = crew.config["agents"]?[1]
        #expect(agent?["mood"] == "calm" && agent?["tool_categories"] == ["x"] && agent?["role"] == "s")
        #expect(agent?["llm"] == nil && crew.config["memory"] == nil)
        #expect(crew.config["version"] == 2)
        let one = try self.crew(yaml + "\nmemory: true\nversion: 2")
        #expect(
            one.notes == [
                "Not sent, because the service doesn't support it: `memory` (crew.yaml:20).",
                "Sent, although the service's API doesn't document it: `version` (crew.yaml:21).",
            ])
    }

    @Test("asks for the index of a task's agent if no agent has a name")
    func namelessAgents() {
        let text =
            "agents: [{goal: g, backstory: b}]\ntasks:\n- {description: d, expected_output: e}\n- {description: d, expected_output: e, agent: x}\n"
        let problems = refusal(text)?.problems ?? []
        #expect(problems.contains("crew.yaml:3: `tasks[0]` has no `agent_index`."), "\(problems)")
        #expect(
            problems.contains("crew.yaml:4: No agent named `x`. The file has no named agents."),
            "\(problems)")
    }

    @Test(
        "is rejected as a whole with file and line",
        arguments: [
            ("", "crew.yaml", "crew.yaml:1: The file is empty."),
            (" \n\t", "crew.json", "crew.json:1: The file is empty."),
            ("# later\n", "crew.yaml", "crew.yaml:1: The file is empty."),
            ("null", "crew.json", "crew.json:1: The file is empty."),
            (
                "- a", "crew.yaml",
                "crew.yaml:1: A crew file must be a mapping with `agents` and `tasks`, but it is a list."
            ),
            (
                "\n[]", "crew.json",
                "crew.json:2: A crew file must be a mapping with `agents` and `tasks`, but it is a list."
            ),
            (
                "a: b", "crew.yaml",
                "crew.yaml:1: The file has no `agents`.\ncrew.yaml:1: The file has no `tasks`."
            ),
            (
                "a: {role: x}\n", "agents.yaml",
                "agents.yaml:1: The file has no `agents`. For a crew in CrewAI's layout, give its folder instead.\nagents.yaml:1: The file has no `tasks`. For a crew in CrewAI's layout, give its folder instead."
            ),
            (
                "agents: []\ntasks: {}", "crew.yaml",
                "crew.yaml:1: `agents` is empty: a crew needs an agent.\ncrew.yaml:2: `tasks` is empty: a crew needs a task."
            ),
            (
                "agents: x\ntasks: 5", "crew.yaml",
                "crew.yaml:1: `agents` must be a list or a mapping, but it is text.\ncrew.yaml:2: `tasks` must be a list or a mapping, but it is a number."
            ),
            (
                "agents: {a: x}\ntasks:\n- 5", "crew.yaml",
                "crew.yaml:1: The agent `a` must be a mapping, but it is text.\ncrew.yaml:3: `tasks[0]` must be a mapping, but it is a number."
            ),
            (
                "a: 1\na: 2", "crew.yaml",
                "crew.yaml:1: Duplicate key `a`: it occurs again below. Remove one of the two."
            ),
            (
                "{\"a\": 1,\n\"a\": 2}", "crew.json",
                "crew.json:2: Duplicate key `a`: it is also on line 1. Remove one of the two."
            ),
            (
                "a:\n\tb: 1", "crew.yaml",
                "crew.yaml:2: Invalid YAML: the line is indented with a tab. Use spaces instead."
            ),
        ])
    func refused(text: String, path: String, message: String) {
        #expect(refusal(text, path)?.description == message)
    }

    @Test(
        "is rejected for missing or invalid members of an agent",
        arguments: [
            ("verbose: 2", ["crew.yaml:6: `verbose` must be `true` or `false`, but it is a number."]),
            (
                "allow_delegation: 'no'",
                ["crew.yaml:6: `allow_delegation` must be `true` or `false`, but it is text."]
            ),
            (
                "use_default_mcps: []",
                ["crew.yaml:6: `use_default_mcps` must be `true` or `false`, but it is a list."]
            ),
            ("tools: sql", ["crew.yaml:6: `tools` must be a list, but it is text."]),
            (
                "tools:\n- sql\n- {name: x}",
                ["crew.yaml:8: A tool must be given by name, as text, but this one is a mapping."]
            ),
            ("id: 5", ["crew.yaml:6: `id` must be text, but it is a number."]),
        ])
    func agents(lines: String, problems: [String]) {
        #expect(agentProblems(lines) == problems)
    }

    @Test("is rejected for all missing and empty texts at once, in file order")
    func texts() {
        let text = """
            tasks:
              find:
                description: ""
                agent: a
            agents:
              a:
                role:
                goal: 5
              b:
            """
        #expect(
            refusal(text)?.problems == [
                "crew.yaml:2: The task `find` has no `expected_output`.",
                "crew.yaml:3: `description` must be text, but it is empty.",
                "crew.yaml:6: The agent `a` has no `backstory`.",
                "crew.yaml:7: The agent `a` has no `role`.",
                "crew.yaml:8: `goal` must be text, but it is a number.",
                "crew.yaml:9: The agent `b` has no `role`.",
                "crew.yaml:9: The agent `b` has no `goal`.",
                "crew.yaml:9: The agent `b` has no `backstory`.",
            ])
    }

    @Test(
        "is rejected if a task's agent doesn't exist",
        arguments: [
            ("agent: oen", ["crew.yaml:5: No agent named `oen`. Did you mean `one`?"]),
            ("agent: nobody", ["crew.yaml:5: No agent named `nobody`. The agents are `one`, `two`."]),
            ("agent: 1", ["crew.yaml:5: `agent` must be the name of an agent, but it is a number."]),
            (
                "agent_index: 2",
                ["crew.yaml:5: No agent 2: `agent_index` must be from 0 to 1."]
            ),
            (
                "agent_index: -1",
                ["crew.yaml:5: No agent -1: `agent_index` must be from 0 to 1."]
            ),
            (
                "agent_index: 1e99",
                [
                    "crew.yaml:5: No agent 1e99: `agent_index` must be from 0 to 1."
                ]
            ),
            ("agent_index: '0'", ["crew.yaml:5: `agent_index` must be a number, but it is text."]),
            (
                "agent: one\nagent_index: 0",
                ["crew.yaml:5: `agent` and `agent_index` can't be combined. Remove one."]
            ),
            ("tools: []", ["crew.yaml:3: `tasks[0]` has no `agent`. The agents are `one`, `two`."]),
        ])
    func missingAgents(lines: String, problems: [String]) {
        #expect(taskProblems(lines) == problems)
    }

    @Test(
        "finds a task's agent by name, id or role",
        arguments: [("one", 0), ("two", 1), ("s", 1), (" one ", 0)])
    func agentNames(name: String, index: Int) throws {
        let crew = try crew(
            "agents: {one: {role: r, goal: g, backstory: b}, two: {role: s, goal: g, backstory: b}}\ntasks: [{description: d, expected_output: e, agent: '\(name)'}]"
        )
        #expect(crew.config["tasks"]?[0]?["agent_index"]?.int == index)
        #expect(crew.config["agents"]?[1]?["id"] == "two")
    }

    @Test("suggests the correct key for a misspelt one")
    func slips() {
        let text =
            "agents: [{role: r, gaol: g,\n backstory: b, mood: calm}]\ntasks: [{description: d, expected_output: e, agent_index: 0}]"
        #expect(
            refusal(text)?.problems == [
                "crew.yaml:1: `agents[0]` has no `goal`. Is `gaol` on line 1 a misspelling?"
            ])
    }

    @Test("with very many problems reports twenty, and counts the rest")
    func many() {
        let tasks = (0..<25).map { "- {description: d\($0), agent_index: 0}\n" }.joined()
        let failure = refusal("agents: [{role: r, goal: g, backstory: b}]\ntasks:\n" + tasks)
        #expect(failure?.problems.count == 20)
        #expect(failure?.omitted == 5)
        #expect(
            failure?.description.hasSuffix(
                "crew.yaml:22: `tasks[19]` has no `expected_output`.\n… and 5 more.") == true)
    }

    @Test("lists its placeholders by CrewAI's rules")
    func places() throws {
        let crew = try crew(
            "agents: [{role: '{a} {b-1} {2} { c} {d e} {f=g} {}', goal: '{{h}} {i', backstory: '{a}{_j}{ü}'}]\ntasks: [{description: '{k}', expected_output: e, agent_index: 0, tools: ['{l}']}]"
        )
        #expect(crew.places == ["a", "b-1", "h", "_j", "k"])
    }

    @Test(
        "of a mebibyte is read or rejected quickly",
        arguments: ["- {}\n", "- {agent: x}\n", "- {a: b}\n"])
    func mebibyte(piece: String) {
        let list = String(repeating: piece, count: 12_000)
        _ = refusal("agents:\n\(list)tasks:\n\(list)")
        let keys = (0..<20_000).map { "k\($0): x\n" }.joined()
        _ = refusal(keys + yaml)
    }

    @Test("shows the service's reasons with its lines")
    func reasons() throws {
        let crew = try crew(yaml)
        let json = try JSONValue(
            parsing:
                #"{"detail": [{"loc": ["body", "crew_config", "tasks", 0, "description"], "msg": "Too long", "type": "x"}, {"loc": ["body", "crew_config"], "msg": "No", "type": "x"}, {"loc": ["body", "task_input"], "msg": "No", "type": "x"}]}"#
        )
        let errors = try #require(HTTPValidationError(json)).detail
        #expect(
            errors.map { crew.problem(for: $0)?.description } == [
                "crew.yaml:14: `tasks.0.description`: Too long", "crew.yaml:1: No", nil,
            ])
    }
}
