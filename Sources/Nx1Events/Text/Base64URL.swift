#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Base64 with the alphabet for URLs and no padding (RFC 4648, section 5; RFC 7636, appendix A).
package enum Base64URL {
    package static func encode(_ bytes: [UInt8]) -> String {
        // Other initializers of Data do dynamic casts, which take longer than all the rest.
        let data = bytes.withUnsafeBytes {
            $0.baseAddress.map { Data(bytes: $0, count: bytes.count) } ?? Data()
        }
        var text = ""
        for scalar in data.base64EncodedString().unicodeScalars {
            switch scalar {
            case "+": text += "-"
            case "/": text += "_"
            case "=": break
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// Decodes `text`; nil if it isn't valid.
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
