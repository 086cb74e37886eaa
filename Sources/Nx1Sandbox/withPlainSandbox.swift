import Descriptors
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Runs a local Nx1 service on loopback while `body` runs.
///
/// The service implements `openapi.yaml` and the other documented calls of the product. Its crews are made up and
/// follow a timeline: CrewAI 1.15 events for 2.5 s, then an answer that says it comes from the sandbox. Nothing is
/// stored outside the process or logged. Members of `task_input` set the behaviour of a run:
///
/// | member | value | effect |
/// |---|---|---|
/// | `scenario` | one of the words below, or several joined with `+` or `,` | the fault to simulate |
/// | `framing` | `sse` (default), `ndjson`, `poll` | how events are sent; can also be part of `scenario` |
/// | `events` | 1 to 10,000,000 | extra events in the middle of the run, sent as fast as they are read |
/// | `duration` | 0 to 3600 | seconds from start to end, at speed 1 |
/// | `result` | any JSON | the exact answer |
/// | `question` or `text` | text | the question to the crew |
/// | `labels` | list of texts | the choices of `classification` |
///
/// Scenarios: `ok` · `slow`, 20 s · `fail`, ends as failed · `flaky`, the first request to start the run, for its
/// events and for its result is answered with 503 · `drop`, the event stream is cut three times (polled events: every
/// other answer is cut half-way) · `silent`, the event stream opens but sends nothing · `garbled`, events that aren't
/// JSON, UTF-8 or events, and control characters in messages and answer · `huge`, one event of 1 MiB and an answer of
/// 5 MiB · `plain`, events with textual descriptions, without ids and parents · `wrapped`, events as `{"event_type",
/// "timestamp", "data": {…}}` · `untyped`, server-sent events without an `event` field · `crew-output`, the answer is
/// CrewAI's output object.
///
/// It speaks plain HTTP and accepts the key and the token of the configuration. `Nx1SecureSandbox` provides HTTPS and
/// sign-in.
///
/// It also has crew templates; the values of a template's run can include these members. A custom crew or a template
/// behaves according to its agents and tasks, with each `{placeholder}` filled from the input.
///
/// A run never starts twice: a request with a known `x-correlation-id` gets the existing run. The service keeps
/// 10,000 runs, or 256 MiB of requests; beyond that, the oldest finished runs are dropped.
///
/// - Parameters:
///   - configuration: Port, speed and secrets.
///   - body: Called once the service is listening. When it returns or throws, or the task is cancelled, the service
///     ends at once, together with its open event streams.
/// - Returns: The result of `body`.
/// - Throws: ``SandboxError`` if the service can't start; otherwise rethrows errors of `body`.
public func withPlainSandbox<Result: Sendable>(
    _ configuration: SandboxConfiguration = .init(),
    _ body: @Sendable (Sandbox) async throws -> Result
) async throws -> Result {
    try await withSandbox(configuration, over: .plain, tokens: { _ in nil }, body)
}

/// Runs the service like ``withPlainSandbox(_:_:)``, with connections provided by `transport`.
/// - Parameter tokens: Issues tokens to the person with that id; nil if the sandbox has no sign-in.
package func withSandbox<Result: Sendable>(
    _ configuration: SandboxConfiguration, over transport: SandboxTransport,
    tokens: (_ ownerID: String) -> (any SandboxTokens)?,
    _ body: @Sendable (Sandbox) async throws -> Result
) async throws -> Result {
    try configuration.check()
    let (ports, listening) = AsyncThrowingStream<Int, any Error>.makeStream()
    let count = TrafficCount()
    let service = Service(
        store: RunStore(speed: configuration.speed), templates: TemplateStore(), speed: configuration.speed,
        ownerID: UUID().uuidString.lowercased(), faults: configuration.faults)
    let server = try configuration.server(
        service, over: transport, tokens: tokens(service.ownerID), count: count
    ) {
        listening.yield($0)
    }
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            do {
                try await server.run()
                listening.finish()
            } catch {
                listening.finish(throwing: error)
            }
        }
        defer { group.cancelAll() }
        let port = try await configuration.firstPort(of: ports)
        return try await body(
            Sandbox(
                host: "\(transport.scheme)://127.0.0.1:\(port)",
                apiKey: configuration.apiKey, accessToken: configuration.accessToken,
                batchClientSecret: configuration.batchClientSecret, store: service.store,
                certificateAuthority: transport.certificateAuthority, count: count))
    }
}

extension SandboxConfiguration {
    fileprivate func server(
        _ service: Service, over transport: SandboxTransport, tokens: (any SandboxTokens)?,
        count: TrafficCount,
        listening: @escaping @Sendable (Int) -> Void
    ) throws -> any ServiceLifecycle.Service {
        let routes = service.routes + (tokens?.routes ?? [])
        let responder = ServiceResponder(
            routes: BusyBeginning(faults)?.applied(to: routes) ?? routes,
            signIn: SignIn(apiKey: apiKey, accessToken: accessToken, tokens: tokens), count: count)
        return try transport.server.buildServer(
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "nx1-sandbox", factory: { _ in SwiftLogNoOpLogHandler() })
        ) { request, writer, channel in
            try await responder.respond(to: request, over: channel, by: writer)
        } onServerRunning: { channel in
            // This fails only if the listener is closed, and then there is nothing left to count.
            try? await count.countConnections(of: channel)
            if let port = channel.localAddress?.port { listening(port) }
        }
    }

    fileprivate func firstPort(of ports: AsyncThrowingStream<Int, any Error>) async throws -> Int {
        do {
            for try await port in ports { return port }
        } catch let error as IOError {
            let advice =
                port == 0 ? "Try again." : "Another program may be using the port. Choose another port, or 0."
            throw SandboxError(
                .cannotListen,
                "Couldn't listen on 127.0.0.1:\(port): \(SystemFailure(errno: error.errnoCode)). \(advice)"
            )
        }
        throw CancellationError()
    }
}

/// A running sandbox: a local Nx1 service.
public struct Sandbox: Sendable {
    /// Its address, `http://127.0.0.1:PORT`, or `https://127.0.0.1:PORT` with TLS.
    public let host: String
    /// The pre-shared key that it accepts.
    public let apiKey: String
    /// The bearer token that it accepts, which never expires.
    public let accessToken: String
    /// The secret of the client `nx1-batch`, if it has a sign-in.
    public let batchClientSecret: String
    let store: RunStore

    /// The number of runs started so far. Requests with a known correlation id don't start one.
    public var startedRuns: Int {
        get async { await store.startedCount }
    }
    /// The certificate of its certificate authority, in PEM; nil without TLS. Valid for this sandbox only.
    public let certificateAuthority: String?
    let count: TrafficCount

    /// The traffic received so far.
    public var traffic: SandboxTraffic { count.current }
}
