import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import Nx1Sandbox
import Nx1SecureSandbox
import Testing

/// A response of the service, read to its end.
struct Answer {
    let status: Int
    let headers: HTTPHeaders
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON, parsed by Foundation.
    func json() throws -> Any {
        try JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)
    }

    func object() throws -> [String: Any] {
        try #require(try json() as? [String: Any], "no JSON object: \(text)")
    }

    /// `detail` of an error, as JSON text with sorted keys.
    func detail() throws -> String {
        let detail = try #require(try object()["detail"])
        let data = try JSONSerialization.data(
            withJSONObject: detail, options: [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    /// The place and type of each entry of a 422's `detail`.
    func issues() throws -> [String] {
        let issues = try #require(try object()["detail"] as? [[String: Any]], "\(text)")
        return try issues.map { issue in
            let location = try #require(issue["loc"] as? [Any])
            let text = try JSONSerialization.data(withJSONObject: location)
            return "\(String(decoding: text, as: UTF8.self)) \(issue["type"] ?? "")"
        }
    }
}

/// Calls a sandbox over loopback.
struct SandboxCaller: Sendable {
    let sandbox: Sandbox
    let http: HTTPClient

    func open(
        _ method: HTTPMethod = .GET, _ path: String, body: ByteBuffer? = nil,
        headers: HTTPHeaders = [:], signedIn: Bool = true
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: sandbox.host + path)
        request.method = method
        request.headers = headers
        if signedIn { request.headers.add(name: "Authorization-PSK", value: sandbox.apiKey) }
        if let body { request.body = .bytes(body) }
        return try await http.execute(request, timeout: .seconds(30))
    }

    func call(
        _ method: HTTPMethod = .GET, _ path: String, body: ByteBuffer? = nil,
        headers: HTTPHeaders = [:], signedIn: Bool = true
    ) async throws -> Answer {
        let response = try await open(method, path, body: body, headers: headers, signedIn: signedIn)
        let body = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            status: Int(response.status.code), headers: response.headers, body: Data(body.readableBytesView))
    }

    func post(
        _ body: String, to path: String = "/api/crews/run", headers: HTTPHeaders = [:]
    ) async throws -> Answer {
        var headers = headers
        if !headers.contains(name: "Content-Type") {
            headers.add(name: "Content-Type", value: "application/json")
        }
        return try await call(.POST, path, body: ByteBuffer(string: body), headers: headers)
    }

    /// Starts a run and returns its correlation id.
    func start(_ taskInput: String, crew: String = "ask") async throws -> String {
        let answer = try await post(#"{"crew_type":"\#(crew)","task_input":\#(taskInput)}"#)
        return try #require(try answer.object()["correlation_id"] as? String, "\(answer.text)")
    }

    /// The result after the run has ended.
    func result(of id: String) async throws -> [String: Any] {
        for _ in 0..<10_000 {
            let result = try await call(.GET, "/api/crews/results/\(id)").object()
            if result["status"] as? String != "running" { return result }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw RunDidNotEnd()
    }

    /// The events that arrive before the stream ends, and whether it was cut.
    func events(of id: String, headers: HTTPHeaders = [:]) async throws -> (bytes: [UInt8], isCut: Bool) {
        let response = try await open(.GET, "/api/events/\(id)", headers: headers)
        #expect(response.status == .ok)
        var bytes: [UInt8] = []
        do {
            for try await part in response.body { bytes += part.readableBytesView }
            return (bytes, false)
        } catch is HTTPParserError {
            return (bytes, true)
        } catch let error as HTTPClientError where error == .remoteConnectionClosed {
            return (bytes, true)
        } catch let error as NIOHTTP2Errors.StreamClosed where error.errorCode == .cancel {
            return (bytes, true)
        }
    }
}

struct RunDidNotEnd: Error {}

/// Runs the body against a sandbox, by default a thousand times faster than real time: over HTTP/1.1, over HTTP/1.1
/// with TLS, and over HTTP/2.
func withCaller(
    speed: Double = 1000, tokenLifetime: Duration = .seconds(600), faults: Set<ServiceFault> = [],
    _ body: @Sendable (SandboxCaller) async throws -> Void
) async throws {
    for tls in [nil, SandboxTLS(offersHTTP2: false), SandboxTLS()] {
        var settings = SandboxConfiguration(speed: speed, tokenLifetime: tokenLifetime)
        settings.faults = faults
        try await withSandbox(settings, tls: tls) { sandbox in
            var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
            if let authority = sandbox.certificateAuthority {
                var security = TLSConfiguration.makeClientConfiguration()
                security.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)))
                configuration.tlsConfiguration = security
            }
            try await HTTPClient.withHTTPClient(
                eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration
            ) { http in
                try await body(SandboxCaller(sandbox: sandbox, http: http))
            }
            let traffic = sandbox.traffic
            #expect(tls?.offersHTTP2 == true ? traffic.http1Requests == 0 : traffic.http2Requests == 0)
        }
    }
}
