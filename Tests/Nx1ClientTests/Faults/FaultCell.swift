import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

/// One cell of the matrix: the fault, its place and frequency, and the expected outcome.
struct FaultCell: Sendable, CustomStringConvertible {
    /// What the caller sees.
    enum Sight: Sendable, Hashable {
        /// The same as without a fault.
        case answer
        /// The run's result, and the events that arrived, each once and in order.
        case end
        case error(Nx1Error.Code)
    }

    let call: ServiceCall
    let stage: FaultStage
    let fault: Fault
    let times: Int?
    let sees: Sight
    let runs: Int

    var description: String {
        "\(call), \(stage), \(fault), \(times.map { "\($0) times" } ?? "always")"
    }

    /// Whether only a timeout ends the call, so that it needs a short one.
    private var isHopeless: Bool {
        guard case .error = sees else { return false }
        return call.isAboutRun || stage == .beforeAccepting
    }

    /// Whether a busy machine could end the reading too soon.
    private var seesAllEvents: Bool { sees == .answer && (fault != .silent || times != nil) }

    /// Makes the call through a faulty proxy, and checks the outcome.
    func check() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox in
            let credentials = try GivenCredentials.preSharedKey(sandbox.apiKey)
            let expected = try await withNx1Client(.init(host: sandbox.host, credentials: credentials)) {
                nx1 async throws in
                if call.isAboutRun { try await call.startRun(nx1) }
                return call.startsRun ? .value(ServiceCall.run) : try await call.make(nx1)
            }
            let rule = FaultRule(call.request, stage, fault, times: times)
            try await withFaultProxy(to: sandbox.host, rule) { proxy async throws in
                var configuration = try ClientConfiguration(host: proxy.host, credentials: credentials)
                // Where an answer is expected, a busy machine gets time to send it.
                let silence = isHopeless ? Duration.seconds(2) : .seconds(4)
                configuration.limits.request = fault == .silent ? silence : .seconds(20)
                configuration.limits.silence = .seconds(1)
                if seesAllEvents { configuration.limits.waitLong() }
                configuration.retryPolicy = RetryPolicy(
                    budget: isHopeless ? .milliseconds(800) : .seconds(20), firstPause: .milliseconds(20))
                configuration.timekeeper.sleep = { pause in
                    try await proxy.noteRefusal()
                    try await Task.sleep(for: pause)
                }
                let outcome = try await withNx1Client(configuration) { nx1 async throws in
                    do {
                        return Result<ServiceCall.Answer, Nx1Error>.success(try await call.make(nx1))
                    } catch let error as Nx1Error { return .failure(error) }
                }
                compare(outcome, with: expected)
                #expect(await sandbox.startedRuns == runs, "\(self): runs")
                // A service without correlation ids would have started as many.
                let posts = proxy.taken.count { $0.method == "POST" }
                let isAskedAgain = if case .status(429, _) = fault { true } else { false }
                if !isAskedAgain { #expect(posts == (call.startsRun ? runs : 0), "\(self): requests taken") }
                #expect(fault == .refused || proxy.strikes >= min(times ?? 1, 1), "\(self): nothing broke")
            }
        }
    }

    private func compare(
        _ outcome: Result<ServiceCall.Answer, Nx1Error>, with expected: ServiceCall.Answer
    ) {
        switch (sees, outcome) {
        case (.error(let code), .failure(let error)):
            #expect(error.code == code, "\(self): \(error)")
            if ![.types, .runs, .record, .ping].contains(call) {
                #expect(error.correlationID == ServiceCall.run, "\(self): \(error)")
            }
        case (.answer, .success(let answer)):
            #expect(answer == expected, "\(self)")
        case (.end, .success(.followed(let events, let result))):
            guard case .followed(let allEvents, let expectedResult) = expected else { return }
            #expect(result == expectedResult, "\(self)")
            #expect(events == Array(allEvents.prefix(events.count)), "\(self)")
        default:
            Issue.record("\(self): sees \(outcome) instead of \(sees)")
        }
    }
}

extension Limits {
    fileprivate mutating func waitLong() {
        remainder = .seconds(60)
        firstRemainder = .seconds(60)
    }
}
