#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A run: its request, its plan and its start.
struct Run: Sendable {
    /// The id of the record, a UUID, which isn't the correlation id.
    let id: String
    let correlationID: String
    let request: RunRequest
    let plan: RunPlan
    /// The start, as a date and on the clock that measures waits.
    let startDate: Date
    let start: ContinuousClock.Instant
    /// How many times faster than real time the run is.
    let speed: Double

    /// The time since the start, in seconds at speed 1.
    func elapsed(at instant: ContinuousClock.Instant = .now) -> Double {
        (instant - start) / .seconds(1) * speed
    }

    /// The instant at `offset` seconds after the start, at speed 1.
    func instant(after offset: Double) -> ContinuousClock.Instant {
        start + real(offset)
    }

    /// The date at `offset` seconds after the start, at speed 1.
    func date(after offset: Double) -> Date {
        startDate + real(offset) / .seconds(1)
    }

    func status(at instant: ContinuousClock.Instant = .now) -> RunStatus {
        plan.status(after: elapsed(at: instant))
    }

    /// The approximate number of bytes stored for this run.
    var weight: Int {
        var weight = 4096 + 200 * plan.script.count + correlationID.utf8.count + request.question.utf8.count
        weight += (request.taskInput?.count ?? 0) + (request.options.answer?.count ?? 0)
        if case .custom(let crew) = request.crew { weight += 4 * crew.source.count }
        return weight
    }

    /// At most a hundred years, which a `Duration` can hold at any speed.
    private func real(_ offset: Double) -> Duration {
        .seconds(min(offset / speed, 3.2e9))
    }
}

extension Run {
    /// `GET /api/crews/results/{cid}`: members are null until the end.
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
