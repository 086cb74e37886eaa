import NIOCore
import NIOHTTP1
import NIOPosix
import Nx1Client

/// A client's connection to a ``FaultProxy``.
struct FaultRelay: Sendable {
    typealias Client = NIOAsyncChannelOutboundWriter<ByteBuffer>
    typealias Service = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    let proxy: FaultProxy
    let connection: ScriptedServer.Connection
    let number: Int

    /// The outcome of a request.
    private enum Outcome {
        case answered(isLast: Bool)
        case broken(Fault)
    }

    func run() async {
        // If the client disconnects or the service cuts its answer, reads and writes fail. That ends the connection
        // here too.
        try? await connection.executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            if let rule = proxy.ruleOnArrival() {
                return try await end(with: rule.fault, &parts, outbound)
            }
            while let request = try await ScriptedServer.request(from: &parts, connection: number) {
                proxy.note(received: request)
                switch try await relay(request, outbound) {
                case .answered(let isLast): if isLast { return }
                case .broken(let fault): return try await end(with: fault, &parts, outbound)
                }
            }
        }
    }

    private func relay(_ request: ReceivedRequest, _ client: Client) async throws -> Outcome {
        let rule = proxy.rule(for: request)
        let isTaken = rule?.stage != .afterAccepting || rule?.fault == .slow
        guard isTaken else { return try await replace(by: rule?.fault ?? .closed, client) }
        let outcome = try await askService(request, rule, client)
        guard case .broken(let fault) = outcome else { return outcome }
        return try await replace(by: fault, client)
    }

    /// Sends another answer instead if the fault is a status.
    private func replace(by fault: Fault, _ client: Client) async throws -> Outcome {
        guard case .status(let status, let retryAfter) = fault else { return .broken(fault) }
        let body = #"{"detail":"The fault proxy says \#(status)."}"#
        let pause = retryAfter.map { "Retry-After: \($0)\r\n" } ?? ""
        let head = "HTTP/1.1 \(status) Fault\r\nContent-Type: application/json\r\n\(pause)"
        try await client.write(
            ByteBuffer(string: head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body))
        return .answered(isLast: false)
    }

    /// Forwards the request to the service, and the answer back up to the break.
    private func askService(
        _ request: ReceivedRequest, _ rule: FaultRule?, _ client: Client
    ) async throws -> Outcome {
        let service = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: proxy.servicePort) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Service(wrappingChannelSynchronously: channel)
                }
            }
        return try await service.executeThenClose { answer, outbound in
            try await outbound.write(.head(request.head))
            try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: request.body))))
            try await outbound.write(.end(nil))
            proxy.note(taken: request)
            var breaker: AnswerBreaker?
            var isSlow = rule?.fault == .slow && rule?.stage == .afterAccepting
            for try await part in answer {
                let portion: AnswerBreaker.Part
                switch part {
                case .head(let head):
                    breaker = AnswerBreaker(rule?.stage, AnswerBytes(head))
                    portion = breaker?.head() ?? .whole([])
                case .body(let buffer):
                    portion = breaker?.body(Array(buffer.readableBytesView)) ?? .whole([])
                case .end:
                    portion = breaker?.end() ?? .whole([])
                }
                try await send(portion.passed, client, isSlow: isSlow)
                if let rest = portion.rest, let fault = rule?.fault {
                    guard fault == .slow else { return .broken(fault) }
                    isSlow = true
                    try await send(rest, client, isSlow: true)
                }
                if case .end = part { return .answered(isLast: breaker?.answer.isLast ?? true) }
            }
            return .broken(.closed)
        }
    }

    private func send(_ bytes: [UInt8], _ client: Client, isSlow: Bool) async throws {
        if bytes.isEmpty { return }
        guard isSlow else { return try await client.write(ByteBuffer(bytes: bytes)) }
        for byte in bytes {
            try await client.write(ByteBuffer(bytes: [byte]))
            try await Task.sleep(for: .microseconds(50))
        }
    }

    /// Breaks the connection.
    private func end(
        with fault: Fault, _ parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator,
        _ client: Client
    ) async throws {
        switch fault {
        case .silent, .slow: while try await parts.next() != nil {}
        case .reset: try await connection.reset()
        case .garbage: try await client.write(ByteBuffer(bytes: Self.garbage))
        case .closed, .refused, .status: break
        }
    }

    /// Contains no newline, so it ends neither a head nor an event.
    private static let garbage = Array(
        repeating: [0x00, 0xFF, 0xFE, 0x80, 0x7B, 0x22, 0x01, 0xC3] as [UInt8], count: 512
    )
    .flatMap(\.self)
}

extension ReceivedRequest {
    fileprivate var head: HTTPRequestHead {
        var fields = HTTPHeaders(
            headers.filter {
                !["connection", "transfer-encoding", "content-length"].contains($0.name.lowercased())
            }
            .map { ($0.name, $0.value) })
        if !body.isEmpty || method == "POST" { fields.add(name: "Content-Length", value: String(body.count)) }
        return HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: method), uri: path, headers: fields)
    }
}
