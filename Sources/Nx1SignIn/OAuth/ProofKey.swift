import Nx1Events
import Nx1Values

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
        Base64URL.encode(SHA256.digest(of: Array(verifier.reveal().utf8)))
    }
}

extension Secret {
    /// A random 256-bit value, base64url-encoded (43 characters).
    static func random() -> Secret {
        // The system's generator, which is fit for secrets.
        var generator = SystemRandomNumberGenerator()
        return Secret(Base64URL.encode((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }))
    }

    /// Whether this is `text`, in a time that doesn't tell how much of it is.
    func matches(_ text: String) -> Bool {
        // The digests are of one length, and all of their bytes are compared.
        let digests = zip(SHA256.digest(of: Array(reveal().utf8)), SHA256.digest(of: Array(text.utf8)))
        return digests.reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
