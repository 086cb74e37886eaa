import Nx1Client
import TestSupport

/// Cells of the matrix with the same outcome.
struct FaultRow: Sendable {
    let cells: [FaultCell]

    /// - Parameter runs: the number of runs started in the end, by default that of the call.
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
    /// Only the first or the first two requests of the kind, so that retries succeed.
    static let aFewTimes: [Int?] = [1, 2]
    static let always: [Int?] = [nil]
    static let everyTimes: [Int?] = [1, 2, nil]
}

extension [Fault] {
    /// The connection closes early.
    static let cuts: [Fault] = [.reset, .closed]
    static let failures: [Fault] = [.status(500), .status(502), .status(503)]
}

extension [FaultStage] {
    /// The service didn't receive the request, or its response was lost.
    static let beforeAnswer: [FaultStage] = [.afterAccepting, .afterTaking]
    static let inAnswer: [FaultStage] = [.inHead, .inBody, .inLastChunk]
    static let insideStream: [FaultStage] = [
        .betweenEvents(after: 1), .betweenEvents(after: 3), .insideEvent(after: 0), .insideEvent(after: 3),
        .insideEvent(after: 9),
    ]
}
