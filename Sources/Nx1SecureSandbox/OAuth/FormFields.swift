import HTTPTypes
import HummingbirdCore
import NIOCore
import Nx1Sandbox

/// Parameters encoded like HTML forms. A parameter without a value counts as missing (RFC 6749, section 3.1).
struct FormFields: Sendable {
    /// The maximum size of a form in bytes.
    private static let limit = 64 << 10

    private var values: [String: String] = [:]

    /// - Throws: ``OAuthError`` for a duplicate parameter.
    init(parsing text: some StringProtocol) throws {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty else { continue }
            let name = Self.decoded(parts[0])
            guard values.updateValue(Self.decoded(parts[1]), forKey: name) == nil else {
                throw OAuthError(.invalidRequest, "The parameter \(name) is duplicated.")
            }
        }
    }

    /// The parameters in a request's body.
    static func ofBody(_ request: Request) async throws -> FormFields {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type.filter({ !$0.isWhitespace }) == "application/x-www-form-urlencoded" else {
            throw OAuthError(.invalidRequest, "The body must be application/x-www-form-urlencoded.")
        }
        var bytes: [UInt8] = []
        for try await part in request.body {
            bytes += part.readableBytesView
            guard bytes.count <= limit else {
                throw OAuthError(.invalidRequest, "The body is larger than \(limit >> 10) KiB.")
            }
        }
        return try FormFields(parsing: String(decoding: bytes, as: UTF8.self))
    }

    subscript(name: String) -> String? { values[name] }

    /// - Throws: ``OAuthError`` if it is missing.
    func required(_ name: String) throws -> String {
        guard let value = values[name] else {
            throw OAuthError(.invalidRequest, "The parameter \(name) is missing.")
        }
        return value
    }

    /// Decodes a name or value: `+` is a space.
    static func decoded(_ text: some StringProtocol) -> String {
        PercentEncoding.decoded(String(text).replacing("+", with: " "))
    }
}
