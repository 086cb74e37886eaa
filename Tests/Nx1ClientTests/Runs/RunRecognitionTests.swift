import Nx1Client
import Testing

@testable import Nx1Client
@testable import Nx1Values

@Suite("The recognition of a template's run")
struct RunRecognitionTests {
    static let config: JSONObject = [
        "agents": [["role": "Analyst for {region}", "goal": "g", "backstory": "b"]],
        "tasks": [["description": "Find {limit} orders in {region}, {flag}", "agent_index": 0]],
    ]
    static let values: JSONObject = ["region": "north", "limit": 5, "flag": true]

    static func request(
        values: JSONObject = values, config: JSONObject = config, id: String = "sent"
    ) -> CrewRunRequest {
        CrewRunRequest(
            crew: .template(.init(id: "t", name: "T", config: CrewConfig(json: config))), taskInput: values,
            correlationID: id)
    }

    static func filled(_ region: String, _ limit: String, _ flag: String) -> JSONValue {
        [
            "agents": [["role": "Analyst for \(region)", "goal": "g", "backstory": "b", "verbose": false]],
            "tasks": [["agent_index": 0, "description": "Find \(limit) orders in \(region), \(flag)"]],
            "process": "sequential",
        ]
    }

    static func record(
        _ id: String = "other", config: JSONValue = .object(config), input: JSONValue = .null,
        owner: String? = "me",
        createdAt: String = "2026-01-01T00:00:00Z", crewType: JSONValue = .null
    ) throws -> CrewRunRecord {
        try #require(
            CrewRunRecord([
                "id": .string("r-\(id)"), "correlation_id": .string(id), "crew_config": config,
                "task_input": input,
                "owner_id": owner.map(JSONValue.string) ?? .null, "created_at": .string(createdAt),
                "crew_type": crewType, "status": "running",
            ]))
    }

    private func verdict(
        _ record: CrewRunRecord, values: JSONObject = Self.values, config: JSONObject = Self.config
    ) -> RunRecognition.Verdict? {
        RunRecognition(Self.request(values: values, config: config))?.verdict(on: record)
    }

    @Test("matches the template's configuration and the values in the input, with or without defaults")
    func input() throws {
        let input: JSONValue = ["flag": true, "region": "north", "limit": 5.0, "since": "2026-01-01"]
        #expect(verdict(try Self.record(input: input)) == .match(.values))
        #expect(verdict(try Self.record(input: ["values": .object(Self.values)])) == .match(.values))
        #expect(verdict(try Self.record(config: .null, input: input)) == .match(.values))
        #expect(verdict(try Self.record(config: ["rewritten": true], input: input)) == .match(.values))
    }

    @Test("matches a configuration with filled places, in any notation of booleans")
    func places() throws {
        #expect(verdict(try Self.record(config: Self.filled("north", "5", "true"))) == .match(.values))
        #expect(verdict(try Self.record(config: Self.filled("north", "5", "True"))) == .match(.values))
        // Defaults filled in by the service are unknown here.
        let partial: JSONObject = ["region": "north"]
        #expect(
            verdict(try Self.record(config: Self.filled("north", "7", "False")), values: partial)
                == .match(.values))
    }

    @Test("counts the configuration alone as weaker evidence than the values")
    func configuration() throws {
        #expect(verdict(try Self.record()) == .match(.configuration))
        #expect(verdict(try Self.record(), values: [:]) == .match(.configuration))
    }

    @Test("matches the id that was sent, if the service keeps it")
    func id() throws {
        #expect(verdict(try Self.record("sent", config: .null)) == .match(.id))
    }

    @Test("doesn't match a run with other values, but doesn't rule it out")
    func others() throws {
        #expect(verdict(try Self.record(config: Self.filled("south", "5", "true"))) == .possible)
        #expect(verdict(try Self.record(input: ["region": "south", "limit": 5, "flag": true])) == .possible)
        #expect(verdict(try Self.record(config: .null, input: .null)) == .possible)
    }

    @Test("rules out preset crews, and crews with other agents and tasks")
    func strangers() throws {
        #expect(verdict(try Self.record(config: .null, crewType: "ask")) == .other)
        #expect(verdict(try Self.record(config: ["agents": [], "tasks": []])) == .other)
    }

    @Test("is for templates only")
    func presets() {
        #expect(RunRecognition(CrewRunRequest(crewType: .ask)) == nil)
    }
}
