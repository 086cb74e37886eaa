import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a code verifier is transformed to by the method S256 (RFC 7636, section 4.2).
struct CodeChallenge {
    let text: String

    init(of verifier: String) {
        text = Data(SHA256.hash(data: Array(verifier.utf8))).base64URL
    }
}

extension Data {
    /// RFC 4648, section 5, without padding.
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").filter { $0 != "=" }
    }
}
