import Nx1Client
import TestSupport

/// The outcome of a fault at every stage of every call: a response after all or an error, and the number of runs
/// started.
enum FaultMatrix {
    static let rows = starting + asking + following + followingBrokenStreams + slow

    /// A run is started once, whatever happens to the request and its response. A request that wasn't accepted is
    /// resent; one that may have been is looked up first.
    private static let starting = [
        FaultRow(starts, [.beforeAccepting], [.refused], times: .aFewTimes, sees: .answer, runs: 1),
        FaultRow(
            starts, [.beforeAccepting], [.refused], times: .always, sees: .error(.unreachable), runs: 0),
        FaultRow(
            starts, [.beforeAccepting], .cuts + [.garbage, .silent], times: .aFewTimes, sees: .answer,
            runs: 1),
        // Lookups of the run fail too.
        FaultRow(
            starts, [.beforeAccepting], .cuts + [.garbage, .silent], times: .always,
            sees: .error(.undecided),
            runs: 0),
        FaultRow(
            starts, [.afterAccepting], .cuts + .failures + [.garbage, .silent, .status(429)],
            times: .aFewTimes, sees: .answer, runs: 1),
        FaultRow(
            starts, [.afterAccepting], .cuts + [.garbage], times: .always, sees: .error(.unreachable),
            runs: 0),
        FaultRow(starts, [.afterAccepting], [.silent], times: .always, sees: .error(.timedOut), runs: 0),
        FaultRow(
            starts, [.afterAccepting], .failures, times: .always, sees: .error(.serviceFailed), runs: 0),
        FaultRow(
            starts, [.afterAccepting], [.status(429)], times: .always, sees: .error(.tooManyRequests),
            runs: 0),
        FaultRow(
            starts, [.afterTaking], .cuts + .failures + [.garbage, .silent], times: .everyTimes,
            sees: .answer, runs: 1),
        FaultRow(starts, [.afterTaking], [.status(429)], times: .aFewTimes, sees: .answer, runs: 1),
        FaultRow(
            starts, [.afterTaking], [.status(429)], times: .always, sees: .error(.tooManyRequests),
            runs: 1),
        FaultRow(
            starts, .inAnswer, .cuts + [.garbage, .silent], times: .everyTimes, sees: .answer,
            runs: 1),
    ]

    private static let starts: [ServiceCall] = [.start, .startCustom]

    /// Requests without effects are retried.
    private static let asking = [
        FaultRow(
            questions, [.beforeAccepting], .cuts + [.refused, .garbage, .silent], times: .aFewTimes,
            sees: .answer),
        FaultRow(
            questions, [.beforeAccepting], .cuts + [.refused, .garbage], times: .always,
            sees: .error(.unreachable)),
        FaultRow(questions, [.beforeAccepting], [.silent], times: .always, sees: .error(.timedOut)),
        FaultRow(
            questions, .beforeAnswer, .cuts + .failures + [.garbage, .silent, .status(429)],
            times: .aFewTimes,
            sees: .answer),
        FaultRow(
            questions, .beforeAnswer, .cuts + [.garbage], times: .always, sees: .error(.unreachable)),
        FaultRow(questions, .beforeAnswer + .inAnswer, [.silent], times: .always, sees: .error(.timedOut)),
        FaultRow(questions, .beforeAnswer, .failures, times: .always, sees: .error(.serviceFailed)),
        FaultRow(questions, .beforeAnswer, [.status(429)], times: .always, sees: .error(.tooManyRequests)),
        FaultRow(questions, .inAnswer, .cuts + [.silent], times: .aFewTimes, sees: .answer),
        FaultRow(questions, .inAnswer, .cuts, times: .always, sees: .error(.unreachable)),
        FaultRow(questions, [.inHead], [.garbage], times: .aFewTimes, sees: .answer),
        FaultRow(questions, [.inHead], [.garbage], times: .always, sees: .error(.unreachable)),
        // A complete but meaningless response isn't a connection failure.
        FaultRow(
            [.types, .ping, .result], [.inBody, .inLastChunk], [.garbage], times: .everyTimes,
            sees: .error(.notUnderstood)),
        FaultRow([.runs], [.inBody, .inLastChunk], [.garbage], times: .aFewTimes, sees: .answer),
        FaultRow([.runs], [.inBody, .inLastChunk], [.garbage], times: .always, sees: .error(.unreachable)),
        // A snapshot is one request, which isn't retried.
        FaultRow([.snapshot], .beforeAnswer + .inAnswer, .cuts, times: [1], sees: .error(.unreachable)),
        FaultRow([.snapshot], .beforeAnswer, .failures, times: [1], sees: .error(.serviceFailed)),
        FaultRow([.snapshot], .beforeAnswer, [.silent], times: [1], sees: .error(.timedOut)),
    ]

    private static let questions: [ServiceCall] = [.result, .types, .runs, .record, .ping]
    private static let streams: [ServiceCall] = [.events, .eventLines]

    /// Every event arrives once.
    private static let following = [
        FaultRow(
            streams, [.beforeAccepting], .cuts + [.refused, .garbage, .silent], times: .aFewTimes,
            sees: .answer),
        FaultRow(
            streams, .beforeAnswer, .cuts + .failures + [.garbage, .status(429)],
            times: .aFewTimes,
            sees: .answer),
        FaultRow(
            streams, .inAnswer + .insideStream, .cuts + [.garbage], times: .aFewTimes, sees: .answer),
        FaultRow([.events], .beforeAnswer, [.silent], times: [1], sees: .answer),
        FaultRow(streams, .inAnswer + .insideStream, [.silent], times: [1], sees: .answer),
    ]

    /// The result decides, so a stream that never works isn't an error; its events arrive once.
    private static let followingBrokenStreams = [
        FaultRow(
            [.events], [.beforeAccepting], .cuts + [.refused, .garbage], times: .always,
            sees: .error(.unreachable)),
        FaultRow([.events], [.beforeAccepting], [.silent], times: .always, sees: .error(.timedOut)),
        FaultRow(
            [.events], .beforeAnswer, .cuts + .failures + [.garbage, .silent, .status(429)], times: .always,
            sees: .end),
        FaultRow(streams, [.inHead, .inBody], .cuts + [.garbage, .silent], times: .always, sees: .end),
        FaultRow(
            [.events], [.insideEvent(after: 0)], .cuts + [.garbage, .silent], times: .always, sees: .end),
        FaultRow(
            [.events], [.inLastChunk, .betweenEvents(after: 3), .insideEvent(after: 3)], .cuts,
            times: .always,
            sees: .answer),
        FaultRow([.eventLines], .insideStream, .cuts, times: .always, sees: .end),
        FaultRow(streams, .insideStream, [.garbage], times: .always, sees: .end),
        FaultRow(
            [.events], .beforeAnswer + [.betweenEvents(after: 3)], [.silent], times: [2], sees: .end),
        FaultRow([.events], [.betweenEvents(after: 3)], [.silent], times: .always, sees: .end),
        FaultRow(streams, [.inLastChunk], [.silent], times: .always, sees: .answer),
    ]

    /// Responses that arrive byte by byte are complete.
    private static let slow = [
        FaultRow(
            starts, [.afterAccepting] + .inAnswer, [.slow], times: .always, sees: .answer, runs: 1),
        FaultRow(questions, [.afterAccepting] + .inAnswer, [.slow], times: .always, sees: .answer),
        FaultRow(
            streams,
            [.afterAccepting, .inHead, .betweenEvents(after: 3), .insideEvent(after: 3), .inLastChunk],
            [.slow], times: .always, sees: .answer),
    ]
}
