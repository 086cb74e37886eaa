import HTTPTypes
import HummingbirdCore
import NIOCore
import Nx1Sandbox

/// Parameters in the coding of HTML forms. One without a value counts as left out (RFC 6749, section 3.1).
struct FormFields: Sendable {
    /// Bytes that a form may have.
    private static let limit = 64 << 10

    private var values: [String: String] = [:]

    /// - Throws: ``OAuthError`` if a parameter is there twice.
    init(parsing text: some StringProtocol) throws {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty else { continue }
            let name = Self.decoded(parts[0])
            guard values.updateValue(Self.decoded(parts[1]), forKey: name) == nil else {
                throw OAuthError(.invalidRequest, "The parameter \(name) is there more than once.")
            }
        }
    }

    /// The parameters in a request's body.
    static func ofBody(_ request: Request) async throws -> FormFields {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type.filter({ !$0.isWhitespace }) == "application/x-www-form-urlencoded" else {
            throw OAuthError(.invalidRequest, "The body has to be application/x-www-form-urlencoded.")
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

    /// - Throws: ``OAuthError`` if it isn't there.
    func required(_ name: String) throws -> String {
        guard let value = values[name] else {
            throw OAuthError(.invalidRequest, "The parameter \(name) is missing.")
        }
        return value
    }

    /// One name or value: `+` is a space.
    static func decoded(_ text: some StringProtocol) -> String {
        PercentEncoding.decoded(String(text).replacing("+", with: " "))
    }
}
