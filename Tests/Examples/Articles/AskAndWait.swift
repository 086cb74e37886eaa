import Nx1Client

func lateOrders(host: String, key: String) async throws -> String {
    try await withNx1Client(.init(host: host, credentials: .preSharedKey(key))) { nx1 in
        let run = try await nx1.run(.ask, input: ["question": "How many orders shipped late?"])
        return try await nx1.result(of: run.correlationID).text
    }
}

func columns(of result: CrewResult) -> [String] {
    result.answer["columns"]?.array?.compactMap(\.string) ?? []
}

func ask(
    _ question: String, over nx1: Nx1, keeping keep: (String) throws -> Void
) async throws -> CrewResult {
    let request = CrewRunRequest(crewType: .ask, taskInput: ["question": .string(question)])
    try keep(request.correlationID)
    let run = try await nx1.run(request)
    // The service may give the run another id; the one that came back counts.
    if run.correlationID != request.correlationID { try keep(run.correlationID) }
    return try await nx1.result(of: run.correlationID)
}

func isStillAtWork(_ correlationID: String, over nx1: Nx1) async throws -> Bool {
    switch try await nx1.snapshot(of: correlationID) {
    case .unfinished: true
    case .ended: false
    }
}

func classify(table: String, over nx1: Nx1) async throws -> CrewResult {
    let run = try await nx1.run("classification", input: ["table": .string(table), "levels": 3])
    return try await nx1.result(of: run.correlationID)
}
