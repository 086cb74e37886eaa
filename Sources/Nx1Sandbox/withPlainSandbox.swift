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

/// Runs a local Nx1 service on loopback for as long as `body` runs.
///
/// The service implements `openapi.yaml` and the other calls that the product documents, on made-up crews that
/// work on a timeline: events as CrewAI 1.15 has them, for 2.5 s, then an answer that says that it is the sandbox's. Nothing is
/// stored outside the process, and nothing is logged. Members of `task_input` choose how a run behaves:
///
/// | member | value | effect |
/// |---|---|---|
/// | `scenario` | one of the words below, or several joined with `+` or `,` | what goes wrong |
/// | `framing` | `sse` (default), `ndjson`, `poll` | how the events travel; `scenario` may name it too |
/// | `events` | 1 to 10,000,000 | so many more events in the middle of the run, as fast as they are read: pieces of what a model writes |
/// | `duration` | 0 to 3600 | seconds from start to end, at speed 1 |
/// | `result` | any JSON | the answer is exactly this |
/// | `question` or `text` | text | what the crew is asked |
/// | `labels` | list of texts | what `classification` chooses from |
///
/// Scenarios: `ok` · `slow`, 20 s · `fail`, ends as failed · `flaky`, the first request to start the run, for its
/// events and for its result is answered with 503 · `drop`, the event stream is cut three times
/// (polled events: every other answer is cut half-way) · `silent`, the event stream opens and says nothing ·
/// `garbled`, events that are no JSON, no UTF-8 or no event, and control characters in messages and answer ·
/// `huge`, one event of 1 MiB and an answer of 5 MiB · `plain`, events that say in words what happens, without ids and
/// parents · `wrapped`, events as `{"event_type", "timestamp", "data": {…}}` · `untyped`, server-sent events without an `event`
/// field · `crew-output`, the answer is CrewAI's output object.
///
/// It speaks plain HTTP, and accepts the key and the token of the configuration. `Nx1SecureSandbox` has one that speaks HTTPS and
/// has a sign-in.
///
/// It has crew templates, too, whose runs take these members among their values. What a custom crew or a template does follows its
/// agents and tasks, with each `{place}` filled from the input.
///
/// A run is never started twice: a request with an `x-correlation-id` that is known gets the run that has it.
/// 10,000 runs, or 256 MiB of requests, are kept; beyond that the oldest that have ended are forgotten.
///
/// - Parameters:
///   - configuration: Port, speed and secrets.
///   - body: Called once the service listens. When it returns or throws, or the task is cancelled, the service
///     ends at once, and open event streams with it.
/// - Returns: What `body` returns.
/// - Throws: ``SandboxError`` if the service can't start, else what `body` throws.
public func withPlainSandbox<Result: Sendable>(
    _ configuration: SandboxConfiguration = .init(),
    _ body: @Sendable (Sandbox) async throws -> Result
) async throws -> Result {
    try await withSandbox(configuration, over: .plain, tokens: { _ in nil }, body)
}

/// As ``withPlainSandbox(_:_:)``, with connections as `transport` takes them.
/// - Parameter tokens: Who gives out tokens to the person of that id, if anybody does.
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
            // It only fails if the listener is closed, and then nothing is left to count.
            try? await count.countConnections(of: channel)
            if let port = channel.localAddress?.port { listening(port) }
        }
    }

    fileprivate func firstPort(of ports: AsyncThrowingStream<Int, any Error>) async throws -> Int {
        do {
            for try await port in ports { return port }
        } catch let error as IOError {
            let advice =
                port == 0 ? "Try again." : "Another program may be using it: choose another port, or 0."
            throw SandboxError(
                .cannotListen,
                "The sandbox can't listen on 127.0.0.1:\(port) (\(String(cString: strerror(error.errnoCode)))). \(advice)"
            )
        }
        throw CancellationError()
    }
}

/// A sandbox that is listening: a local Nx1 service.
public struct Sandbox: Sendable {
    /// Its address, `http://127.0.0.1:PORT`, or `https://127.0.0.1:PORT` with TLS.
    public let host: String
    /// The pre-shared key that it accepts.
    public let apiKey: String
    /// The bearer token that it accepts, and that never ends.
    public let accessToken: String
    /// The secret of the client `nx1-batch`, where it has a sign-in.
    public let batchClientSecret: String
    let store: RunStore

    /// How many runs it has started so far. A request with a known correlation id starts none.
    public var startedRuns: Int {
        get async { await store.startedCount }
    }
    /// The certificate of the authority that vouches for it, in PEM; nil without TLS. It is good for this sandbox only.
    public let certificateAuthority: String?
    let count: TrafficCount

    /// What has come to it so far.
    public var traffic: SandboxTraffic { count.current }
}
