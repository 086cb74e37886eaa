import Crypto

/// What proves at the end of a sign-in that it is the one that was begun here (PKCE, RFC 7636).
struct ProofKey: Sendable, Hashable {
    /// Shown at the end, 43 to 128 characters.
    let verifier: Secret

    /// A new one.
    init() {
        verifier = .random()
    }

    init(verifier: Secret) {
        self.verifier = verifier
    }

    /// What is shown at the beginning, by the method `S256`.
    var challenge: String {
        Base64URL.encode(SHA256.hash(data: Array(verifier.reveal().utf8)))
    }
}

extension Secret {
    /// 256 bits of chance as 43 characters that may stand in a URL.
    static func random() -> Secret {
        // The system's generator, which is fit for secrets.
        var generator = SystemRandomNumberGenerator()
        return Secret(Base64URL.encode((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }))
    }

    /// Whether this is `text`, in a time that doesn't tell how much of it is.
    func matches(_ text: String) -> Bool {
        // Digests are compared in constant time.
        SHA256.hash(data: Array(reveal().utf8)) == SHA256.hash(data: Array(text.utf8))
    }
}
