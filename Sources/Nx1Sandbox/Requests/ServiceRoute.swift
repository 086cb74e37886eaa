package import HTTPTypes
package import HummingbirdCore

/// One call of the service.
package struct ServiceRoute: Sendable {
    /// The handler of a call. The text is the variable part of the path, empty if the path has none.
    package typealias Action = @Sendable (Request, String) async throws -> Response

    let method: HTTPRequest.Method
    /// The segments of the path; `nil` is the variable one.
    let path: [String?]
    /// Whether a key or token is required.
    let needsSignIn: Bool
    package var action: Action

    /// - Parameter path: for example `/api/crews/results/{}`.
    package init(
        _ method: HTTPRequest.Method, _ path: String, needsSignIn: Bool = true, action: @escaping Action
    ) {
        self.method = method
        self.path = path.split(separator: "/").map { $0 == "{}" ? nil : String($0) }
        self.needsSignIn = needsSignIn
        self.action = action
    }

    /// The variable part, if the path matches this route; empty if the route has none.
    func variable(in segments: [String]) -> String? {
        guard segments.count == path.count else { return nil }
        var variable = ""
        for (segment, expected) in zip(segments, path) {
            guard let expected else {
                variable = segment
                continue
            }
            guard segment == expected else { return nil }
        }
        return variable
    }
}

/// Percent-encoding in a path (RFC 3986, section 2.1).
package enum PercentEncoding {
    /// Encodes a text for use anywhere in a URI: everything but unreserved characters is encoded.
    package static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { encoded, byte in
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII,
                scalar.properties.isAlphabetic || "0123456789-._~".unicodeScalars.contains(scalar)
            {
                encoded.unicodeScalars.append(scalar)
            } else {
                encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }

    /// Decodes a segment. A `%` without two hexadecimal digits is kept.
    package static func decoded(_ segment: some StringProtocol) -> String {
        let bytes = Array(segment.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = Character(Unicode.Scalar(bytes[index + 1])).hexDigitValue,
                let low = Character(Unicode.Scalar(bytes[index + 2])).hexDigitValue
            {
                decoded.append(UInt8(high << 4 | low))
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
