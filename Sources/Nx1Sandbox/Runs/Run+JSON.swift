#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Run {
    /// `GET /api/crews/results/{cid}`: null members until the end.
    func resultJSON(at instant: ContinuousClock.Instant = .now) -> JSON {
        let status = status(at: instant)
        return [
            "correlation_id": .string(correlationID),
            "status": .string(status.rawValue),
            "result": status == .running ? nil : result,
            "error": status == .running ? nil : error,
        ]
    }

    /// An element of `GET /api/crew-runs`.
    func recordJSON(ownerID: String, at instant: ContinuousClock.Instant = .now) -> JSON {
        let status = status(at: instant)
        let ended = status != .running
        var crewType: JSON = nil
        var crewConfig: JSON = nil
        switch request.crew {
        case .preset(let type): crewType = .string(type.rawValue)
        case .custom(let crew): crewConfig = .verbatim(crew.source[...])
        }
        return [
            "id": .string(id),
            "correlation_id": .string(correlationID),
            "owner_id": .string(ownerID),
            "status": .string(status.rawValue),
            "created_at": .string(startDate.timestamp),
            "crew_type": crewType,
            "crew_config": crewConfig,
            "task_input": request.taskInput.map { .verbatim($0[...]) } ?? .null,
            "result": ended ? result : nil,
            "error": ended ? error : nil,
            "started_at": .string(startDate.timestamp),
            "completed_at": ended ? .string(date(after: plan.end).timestamp) : nil,
        ]
    }

    private var result: JSON {
        guard case .answered(let answer) = plan.outcome else { return nil }
        return answer.json
    }

    private var error: JSON {
        guard case .failed(let text) = plan.outcome else { return nil }
        return .string(text)
    }
}

extension Date {
    /// RFC 3339 in UTC with milliseconds.
    var timestamp: String {
        formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
