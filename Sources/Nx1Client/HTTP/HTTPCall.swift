/// One request, before it has a host and a signature.
struct HTTPCall: Sendable {
    var method = "GET"
    /// The path below the address, from `/api` on, percent-encoded.
    var path: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]?
    var contentType = "application/json"

    /// `component` as it can stand in a path (RFC 3986, section 3.3): everything but unreserved characters is encoded.
    static func escape(_ component: String) -> String {
        var escaped = ""
        for byte in component.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return escaped
    }
}
