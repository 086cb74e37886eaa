import NIOCore
import NIOPosix
import Nx1Client
import Synchronization

/// A proxy of bytes between a client and a real service on this machine, which breaks what its rules say and passes on
/// everything else.
///
/// Requests are passed on whole, so what is in ``taken`` has reached the service, whatever the client saw of it.
public final class FaultProxy: Sendable {
    /// The port it listens on.
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

    /// Its address as a host for the client: `http://127.0.0.1:PORT`.
    public var host: String { "http://127.0.0.1:\(port)" }

    /// The requests received so far, each with its whole body, in order.
    public var requests: [ReceivedRequest] { state.withLock { $0.received } }

    /// Those of them that were passed on to the service.
    public var taken: [ReceivedRequest] { state.withLock { $0.taken } }

    /// How often something was broken, refused connections not counted.
    public var strikes: Int { state.withLock { $0.strikes.reduce(0, +) } }

    /// Has to be told of each refused connection, which nobody but the client can see; it listens when it was refused as
    /// often as the rule says, and this returns then. Has no effect without such a rule.
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

    // MARK: What the connections report and ask

    func note(received request: ReceivedRequest) { state.withLock { $0.received.append(request) } }

    func note(taken request: ReceivedRequest) { state.withLock { $0.taken.append(request) } }

    /// The rule that breaks this connection before anything is read from it.
    func ruleOnArrival() -> FaultRule? { use { $0.stage == .beforeAccepting && $0.fault != .refused } }

    /// The rule that breaks this request.
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

    /// Waits until it is to listen, and then relays connections until the task is cancelled.
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

/// Runs a body with a proxy to the service at a host of this machine, such as a sandbox's `http://127.0.0.1:PORT`, and closes
/// the proxy and all its connections afterwards. The first rule that matches a request, and is not used up, breaks it.
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
