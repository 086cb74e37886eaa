import Nx1Client
import TestSupport
import Testing

@Suite("The crew types that a service offers")
struct CrewOfferTests {
    @Test(
        "have descriptions and inputs in each form that services use",
        arguments: [
            (#"["ask"]"#, nil, []),
            (#"[{"name":"ask","description":"Answers."}]"#, "Answers.", []),
            (
                #"{"types":[{"crew_type":"ask","summary":"Answers.","inputs":["question"]}]}"#, "Answers.",
                ["question"]
            ),
            (
                #"[{"type":"ask","inputs":[{"name":"question","description":"What to ask"}]}]"#, nil,
                ["question: What to ask"]
            ),
            (
                #"[{"id":"ask","input_schema":{"properties":{"question":{"description":"What to ask"},"n":{}}}}]"#,
                nil,
                ["question: What to ask", "n"]
            ),
            (#"[{"name":"ask","parameters":{"question":"What to ask"}}]"#, nil, ["question: What to ask"]),
        ] as [(String, String?, [String])])
    func forms(json: String, description: String?, inputs: [String]) async throws {
        try await withScriptedServer(Route("GET /api/crews/types", .json(json))) { server async throws in
            try await withNx1Client(try ClientConfiguration(host: server.host)) { nx1 async throws in
                let offers = try await nx1.crewOffers()
                #expect(offers.map(\.type) == [.ask])
                #expect(offers.first?.description == description)
                let found = offers.first?.inputs.map { [$0.name, $0.description].compactMap(\.self) }
                #expect(found?.map { $0.joined(separator: ": ") } == inputs)
                #expect(try await nx1.crewTypes() == [.ask])
            }
        }
    }
}
