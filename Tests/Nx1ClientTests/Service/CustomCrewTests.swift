import Nx1Client
import Nx1Sandbox
import Testing

@Suite("A custom crew")
struct CustomCrewTests {
    private static let config: JSONObject = [
        "agents": [
            [
                "role": "Analyst for {region}", "goal": "g", "backstory": "b", "tools": ["run_sql"],
                "tool_categories": ["data"],
            ],
            ["role": "Writer", "goal": "g", "backstory": "b"],
        ],
        "tasks": [
            [
                "description": "Find orders in {region}", "agent_index": 0,
                "expected_output": "A table for {who}",
            ],
            ["description": "Write it up", "agent_index": 1, "expected_output": "A page"],
        ],
    ]

    @Test(
        "runs as configured, with filled places, over every transport", arguments: Transport.allCases)
    func works(transport: Transport) async throws {
        try await transport.withClient { nx1, _ in
            let config = CrewConfig(json: Self.config)
            let run = try await nx1.run(config, input: ["region": "the north"], correlationID: "mine")
            #expect(run.correlationID == "mine")
            var steps = RunSteps()
            var tools: Set<String> = []
            var roles: [String] = []
            for try await event in nx1.events(of: "mine") {
                steps.add(event)
                if let tool = event.tool { tools.insert(tool) }
                if let agent = event.agent, !roles.contains(agent) { roles.append(agent) }
            }
            #expect(roles == ["Analyst for the north", "Writer"])
            #expect(tools == ["run_sql"])
            let text = try await nx1.result(of: "mine").text
            #expect(text.contains("### Find orders in the north"))
            #expect(text.contains("Analyst for the north was to deliver: A table for {who}"))
            #expect(text.contains("made up by the Nx1 sandbox"))
            let record = try #require(try await nx1.runs().first)
            #expect(record.crewConfig == config)
            #expect(record.crewType == nil && record.taskInput == ["region": "the north"])
        }
    }
}
