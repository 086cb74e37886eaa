import Testing

@testable import Nx1Sandbox

@Suite("The plan of a run")
struct RunPlanTests {
    static func plan(_ taskInput: String = "{}", crew: String = "ask") throws -> RunPlan {
        let body = #"{"crew_type":"\#(crew)","task_input":\#(taskInput)}"#
        return RunPlan(try .preset(body: try JSONReader.read(Array(body.utf8))))
    }

    static func kinds(_ plan: RunPlan) -> [String] { plan.script.map(\.kind) }

    @Test(
        "Every crew starts, uses agents, tasks and tools, and ends in 2.5 s",
        arguments: CrewType.allCases)
    func everyCrew(type: CrewType) throws {
        let plan = try Self.plan(crew: type.rawValue)
        let kinds = Self.kinds(plan)
        #expect((50...150).contains(plan.eventCount))
        #expect(
            kinds.prefix(4) == [
                "default_env", "crew_kickoff_started", "task_started", "agent_execution_started",
            ])
        #expect(
            kinds.suffix(3) == ["agent_execution_completed", "task_completed", "crew_kickoff_completed"])
        #expect(kinds.count { $0 == "tool_usage_started" } == kinds.count { $0 == "tool_usage_finished" })
        #expect(plan.script[0].offset == 0.1)
        #expect(plan.script.last?.offset == 2.5)
        #expect(plan.end == 2.5)
    }

    @Test("Events are in order, and no two are simultaneous", arguments: CrewType.allCases)
    func order(type: CrewType) throws {
        let offsets = try Self.plan(crew: type.rawValue).script.map(\.offset)
        #expect(zip(offsets, offsets.dropFirst()).allSatisfy(<))
    }

    @Test("The crews differ in their agents and tasks")
    func crewsDiffer() throws {
        let agents = try CrewType.allCases.map { type in
            try Self.plan(crew: type.rawValue).script.compactMap { event in
                event.crewAI?.place?.agent
            }
        }
        #expect(Set(agents).count == CrewType.allCases.count)
    }

    @Test("The status depends on the elapsed time")
    func status() throws {
        let plan = try Self.plan()
        #expect(plan.status(after: 0) == .running)
        #expect(plan.status(after: 2.49) == .running)
        #expect(plan.status(after: 2.5) == .completed)
        #expect(plan.eventCount(after: 0) == 0)
        #expect(plan.eventCount(after: 0.1) == 1)
        #expect(plan.eventCount(after: 2.5) == plan.eventCount)
        #expect(plan.eventCount(after: .infinity) == plan.eventCount)
    }

    @Test("A failing run reports it in its last two events and ends as failed")
    func failure() throws {
        let plan = try Self.plan(#"{"scenario":"fail"}"#)
        #expect(Self.kinds(plan).suffix(2) == ["task_failed", "crew_kickoff_failed"])
        #expect(plan.status(after: 2.5) == .failed)
    }

    @Test(
        "The scenario or the duration sets the length",
        arguments: [
            (#"{"scenario":"slow"}"#, 20.0), (#"{"duration":7}"#, 7),
            (#"{"scenario":"slow","duration":0.5}"#, 0.5),
            (#"{"duration":0}"#, 0), (#"{"duration":3600}"#, 3600),
        ])
    func length(taskInput: String, end: Double) throws {
        let plan = try Self.plan(taskInput)
        #expect(plan.end == end)
        #expect(plan.script.last?.offset == end)
    }

    @Test("Ten million extra events cost nothing until they are sent")
    func burst() throws {
        let plan = try Self.plan(#"{"events":10000000}"#)
        let usual = try Self.plan()
        #expect(plan.eventCount == usual.eventCount + 10_000_000)
        #expect(plan.script.count == usual.script.count)
        let place = try #require(plan.burst?.position)
        #expect(plan.offset(at: place - 1) == plan.offset(at: 9_999_999))
        #expect(plan.eventCount(after: plan.offset(at: place)) == 10_000_000 + place)
        guard case .burst(number: 10_000_000) = plan.entry(at: 9_999_999 + place),
            case .scripted(let last) = plan.entry(at: plan.eventCount - 1)
        else {
            Issue.record("the extra events are not between the script's")
            return
        }
        #expect(last.kind == "crew_kickoff_completed")
    }

    @Test(
        "Scenario words can be joined, and can include the framing",
        arguments: [
            ("drop+ndjson", [.drop], .jsonLines),
            ("slow,poll,fail", [.slow, .fail], .poll), ("ok", [.ok], .serverSentEvents),
            ("", [], .serverSentEvents),
        ] as [(String, Set<Scenario>, EventFraming)])
    func words(text: String, scenarios: Set<Scenario>, framing: EventFraming) throws {
        let body = #"{"crew_type":"ask","task_input":{"scenario":"\#(text)"}}"#
        let options = try RunRequest.preset(body: try JSONReader.read(Array(body.utf8))).options
        #expect(options.scenarios == scenarios)
        #expect(options.framing == framing)
    }
}
