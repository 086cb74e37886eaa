#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A run: what was asked, what will happen, and since when.
struct Run: Sendable {
    /// The record's identifier, a UUID; not the correlation id.
    let id: String
    let correlationID: String
    let request: RunRequest
    let plan: RunPlan
    /// When the run started, by the calendar and by the clock that waits are measured with.
    let startDate: Date
    let start: ContinuousClock.Instant
    /// How much faster than natural its time passes.
    let speed: Double

    /// Seconds at speed 1 since the start.
    func elapsed(at instant: ContinuousClock.Instant = .now) -> Double {
        (instant - start) / .seconds(1) * speed
    }

    /// When so many seconds at speed 1 have passed.
    func instant(after offset: Double) -> ContinuousClock.Instant {
        start + real(offset)
    }

    /// The date when so many seconds at speed 1 have passed.
    func date(after offset: Double) -> Date {
        startDate + real(offset) / .seconds(1)
    }

    func status(at instant: ContinuousClock.Instant = .now) -> RunStatus {
        plan.status(after: elapsed(at: instant))
    }

    /// Bytes that are kept because of this run, about.
    var weight: Int {
        var weight = 4096 + 200 * plan.script.count + correlationID.utf8.count + request.question.utf8.count
        weight += (request.taskInput?.count ?? 0) + (request.options.answer?.count ?? 0)
        if case .custom(let crew) = request.crew { weight += 4 * crew.source.count }
        return weight
    }

    /// At most a hundred years, which a `Duration` can hold whatever the speed.
    private func real(_ offset: Double) -> Duration {
        .seconds(min(offset / speed, 3.2e9))
    }
}

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
