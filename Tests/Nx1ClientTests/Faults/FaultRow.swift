import Nx1Client
import TestSupport

/// Cells of the matrix that have the same outcome.
struct FaultRow: Sendable {
    let cells: [FaultCell]

    /// - Parameter runs: how many runs the service has started in the end; if it isn't given, those that the call is about.
    init(
        _ calls: [ServiceCall], _ stages: [FaultStage], _ faults: [Fault], times: [Int?],
        sees: FaultCell.Sight, runs: Int? = nil
    ) {
        cells = calls.flatMap { call in
            stages.flatMap { stage in
                faults.flatMap { fault in
                    times.map { times in
                        FaultCell(
                            call: call, stage: stage, fault: fault, times: times, sees: sees,
                            runs: runs ?? (call.isAboutRun ? 1 : 0))
                    }
                }
            }
        }
    }
}

extension [Int?] {
    /// The first request of the kind only, or the first two; retries get past them.
    static let aFewTimes: [Int?] = [1, 2]
    static let always: [Int?] = [nil]
    static let everyTimes: [Int?] = [1, 2, nil]
}

extension [Fault] {
    /// The connection ends without the rest.
    static let cuts: [Fault] = [.reset, .closed]
    static let failures: [Fault] = [.status(500), .status(502), .status(503)]
}

extension [FaultStage] {
    /// The service hasn't heard of the request, or has, and nothing came back.
    static let beforeAnswer: [FaultStage] = [.afterAccepting, .afterTaking]
    static let inAnswer: [FaultStage] = [.inHead, .inBody, .inLastChunk]
    static let insideStream: [FaultStage] = [
        .betweenEvents(after: 1), .betweenEvents(after: 3), .insideEvent(after: 0), .insideEvent(after: 3),
        .insideEvent(after: 9),
    ]
}
