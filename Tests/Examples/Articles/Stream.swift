import Nx1Client

func watch(_ correlationID: String, over nx1: Nx1, show: (String) -> Void) async throws -> CrewResult {
    for try await event in nx1.events(of: correlationID) {
        show(event.summary)
    }
    return try await nx1.result(of: correlationID)
}

func toolsUsed(in correlationID: String, over nx1: Nx1) async throws -> Set<String> {
    var tools: Set<String> = []
    for try await event in nx1.events(of: correlationID) {
        if let tool = event.tool { tools.insert(tool) }
    }
    return tools
}

func follow(_ correlationID: String, over nx1: Nx1, show: (String) -> Void) async throws -> CrewResult? {
    for try await update in nx1.updates(of: correlationID) {
        switch update {
        case .event(let event): show("\(event.index): \(event.summary)")
        case .ended(let result): return result
        }
    }
    return nil
}

func messages(in chunks: [[UInt8]]) throws -> [String] {
    var decoder = ServerSentEventDecoder()
    return try chunks.flatMap { try decoder.decode($0) }.map(\.data)
}
