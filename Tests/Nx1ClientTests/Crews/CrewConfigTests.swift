import Nx1Client
import Testing

@testable import Nx1Values

@Suite("The configuration of a crew")
struct CrewConfigTests {
    private static let text = """
        {"agents": [{"role": "Analyst for {region}", "goal": "Find {what-ever}", "backstory": "You {know} it",
        "tools": ["sql", {"name": "files"}], "tool_categories": ["data"], "allow_delegation": true}],
        "tasks": [{"description": "Look at {region} in {2026} and {}", "agent_index": 0,
        "expected_output": "A table for {who}", "tools": []}, {"description": 5, "agent_index": 9}],
        "verbose": true, "id": "c-1", "x_new": 1.50}
        """

    private func config(_ text: String = Self.text) throws -> CrewConfig {
        try #require(CrewConfig(JSONValue(parsing: text)))
    }

    @Test("is stored and sent unchanged, including unknown members")
    func whole() throws {
        let json = try JSONValue(parsing: Self.text)
        let config = try config()
        #expect(JSONValue.object(config.json) == json)
        let request = CrewRunRequest(crew: .custom(config), taskInput: ["region": "north"])
        #expect(request.json["crew_config"] == json)
        #expect(request.json["task_input"] == ["region": "north"])
        #expect(request.path == "/api/crews/run/custom")
        let record = CrewRunRecord(["id": "1", "correlation_id": "c", "crew_config": json])
        #expect(record?.crewConfig == config)
        #expect(record?.isOfCustomCrew == true)
    }

    @Test("tells which agent does which task with which tools")
    func view() throws {
        let config = try config()
        let agent = try #require(config.agents.first)
        #expect(agent.role == "Analyst for {region}")
        #expect(agent.tools == ["sql", "files"])
        #expect(agent.allowsDelegation && !agent.isVerbose && agent.usesDefaultMCPs == nil)
        #expect(config.tasks.map { config.agent(of: $0)?.role } == ["Analyst for {region}", nil])
        #expect(config.process == "sequential" && config.isVerbose && config.id == "c-1")
    }

    @Test(
        "is parsed leniently, whatever its members are", arguments: ["{}", #"{"agents":5,"tasks":{"a":1}}"#])
    func lenient(text: String) throws {
        let config = try config(text)
        #expect(config.agents.isEmpty && config.tasks.isEmpty && config.places.isEmpty)
        #expect(CrewConfig(JSONValue.array([])) == nil)
    }

    @Test("lists its inputs, each once, in the order of the texts")
    func places() throws {
        #expect(try config().places == ["region", "what-ever", "know", "who"])
    }

    @Test(
        "recognizes a text whose places are filled",
        arguments: [
            ("Late in {region}", "Late in north", true), ("Late in {region}", "Late in south", false),
            ("Late in {region} for {who}", "Late in north for Ann", true),
            ("Late in {region} for {who}.", "Late in north for Ann", false),
            ("{who}", "anything", true), ("{who}{region}", "Ann north", true),
            ("{who} and {who} in {region}", "a and b and c in north", true),
            ("a{who}a", "a", false), ("{region", "{region", true), ("", "", true), ("", "x", false),
        ])
    func filled(pattern: String, text: String, isFilled: Bool) {
        let matches = TextWithPlaces(pattern).matches(text) { $0 == "region" ? "north" : nil }
        #expect(matches == isFilled)
    }
}
