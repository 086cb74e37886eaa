import NIOCore
import NIOPosix
import Nx1Client
import Synchronization

/// A proxy between a client and a real service on this machine. It injects the faults of its rules, and forwards
/// everything else.
///
/// It forwards requests only as a whole, so every request in ``taken`` reached the service, whatever the client saw.
public final class FaultProxy: Sendable {
    /// The port that the proxy listens on.
    public let port: Int
    let servicePort: Int
    private let rules: [FaultRule]

    private struct State {
        var received: [ReceivedRequest] = []
        var taken: [ReceivedRequest] = []
        var strikes: [Int]
        var refusals = 0
        var isListening = false
    }

    private let state: Mutex<State>
    private let reserved: ReservedPort
    private let (openings, opening) = AsyncStream<Void>.makeStream()

    init(to servicePort: Int, _ rules: [FaultRule]) throws {
        self.servicePort = servicePort
        self.rules = rules
        reserved = try ReservedPort()
        port = reserved.number
        state = Mutex(State(strikes: rules.map { _ in 0 }))
        if !refuses { opening.yield() }
    }

    /// The client's host setting for this proxy: `http://127.0.0.1:PORT`.
    public var host: String { "http://127.0.0.1:\(port)" }

    /// The requests received so far, each with its whole body, in order.
    public var requests: [ReceivedRequest] { state.withLock { $0.received } }

    /// The requests forwarded to the service.
    public var taken: [ReceivedRequest] { state.withLock { $0.taken } }

    /// The number of injected faults, without refused connections.
    public var strikes: Int { state.withLock { $0.strikes.reduce(0, +) } }

    /// Counts a refused connection, which only the client can see. After the rule's number of refusals, the proxy
    /// starts to listen before this call returns. Has no effect without a rule with ``Fault/refused``.
    public func noteRefusal() async throws {
        guard refuses else { return }
        state.withLock { $0.refusals += 1 }
        guard !refuses else { return }
        opening.yield()
        try await eventually("the proxy's port") { self.state.withLock { $0.isListening } }
    }

    private var refuses: Bool {
        let refusals = state.withLock { $0.refusals }
        return rules.contains { $0.fault == .refused && refusals < $0.times ?? .max }
    }

    // MARK: For the connections

    func note(received request: ReceivedRequest) { state.withLock { $0.received.append(request) } }

    func note(taken request: ReceivedRequest) { state.withLock { $0.taken.append(request) } }

    /// The rule that breaks a connection before anything is read from it.
    func ruleOnArrival() -> FaultRule? { use { $0.stage == .beforeAccepting && $0.fault != .refused } }

    /// The rule that applies to a request.
    func rule(for request: ReceivedRequest) -> FaultRule? { use { $0.matches(request) } }

    private func use(_ isRight: (FaultRule) -> Bool) -> FaultRule? {
        state.withLock { state in
            let right = rules.indices.first {
                isRight(rules[$0]) && state.strikes[$0] < rules[$0].times ?? .max
            }
            guard let right else { return nil }
            state.strikes[right] += 1
            return rules[right]
        }
    }

    // MARK: Serving

    /// Waits until the proxy may listen, and then relays connections until the task is cancelled.
    func serve() async throws {
        for await _ in openings { break }
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try ScriptedServer.Connection(wrapping: channel) }
            }
        state.withLock { $0.isListening = true }
        try await listener.executeThenClose { arrivals in
            try await withThrowingDiscardingTaskGroup { group in
                var number = 0
                for try await connection in arrivals {
                    let relay = FaultRelay(proxy: self, connection: connection, number: number)
                    number += 1
                    group.addTask { await relay.run() }
                }
            }
        }
    }

    func waitUntilReady() async throws {
        if refuses { return }
        try await eventually("the proxy's port") { self.state.withLock { $0.isListening } }
    }
}

/// Runs a body with a proxy to a service on this machine, such as a sandbox's `http://127.0.0.1:PORT`, and closes the
/// proxy and its connections afterwards. The first matching rule that isn't used up applies to a request.
public func withFaultProxy<Value: Sendable>(
    to host: String, _ rules: FaultRule..., body: (FaultProxy) async throws -> Value
) async throws -> Value {
    let port = host.split(separator: ":").last.flatMap { Int($0) } ?? 0
    let proxy = try FaultProxy(to: port, rules)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try? await proxy.serve() }
        defer { group.cancelAll() }
        try await proxy.waitUntilReady()
        return try await body(proxy)
    }
}
