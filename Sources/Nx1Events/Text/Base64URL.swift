#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Base64 with the alphabet for URLs and no padding (RFC 4648, section 5; RFC 7636, appendix A).
package enum Base64URL {
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let text = Data(bytes).base64EncodedString()
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.lazy.filter { $0 != "=" }.map { scalar in
                    switch scalar {
                    case "+": "-"
                    case "/": "_"
                    default: scalar
                    }
                }))
    }

    /// The bytes; nil if `text` is something else.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var base64 = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "-": base64 += "+"
            case "_": base64 += "/"
            case "+", "/", "=": return nil
            default: base64.unicodeScalars.append(scalar)
            }
        }
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        return Data(base64Encoded: base64).map(Array.init)
    }
}
