package import HTTPTypes
package import HummingbirdCore

/// One call of the service.
package struct ServiceRoute: Sendable {
    /// What a call does. The text is the path's variable part, empty if the path has none.
    package typealias Action = @Sendable (Request, String) async throws -> Response

    let method: HTTPRequest.Method
    /// Segments of the path; `nil` is a variable one.
    let path: [String?]
    /// Whether a key or a token is needed.
    let needsSignIn: Bool
    package var action: Action

    /// - Parameter path: Such as `/api/crews/results/{}`.
    package init(
        _ method: HTTPRequest.Method, _ path: String, needsSignIn: Bool = true, action: @escaping Action
    ) {
        self.method = method
        self.path = path.split(separator: "/").map { $0 == "{}" ? nil : String($0) }
        self.needsSignIn = needsSignIn
        self.action = action
    }

    /// The variable part, if the path is this route's; empty if it has none.
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
    /// The text as it can stand anywhere in a URI: all but unreserved characters is encoded.
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

    /// The text that a segment stands for. A `%` without two hexadecimal digits is taken as it is.
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
