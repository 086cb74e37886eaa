import Nx1Events
import Nx1Values

/// The proof that a sign-in is completed by the program that started it (PKCE, RFC 7636).
struct ProofKey: Sendable, Hashable {
    /// The secret sent with the code: 43 to 128 characters.
    let verifier: Secret

    /// Creates a random proof key.
    init() {
        verifier = .random()
    }

    init(verifier: Secret) {
        self.verifier = verifier
    }

    /// The challenge sent with the first request, by the method `S256`.
    var challenge: String {
        Base64URL.encode(SHA256.digest(of: Array(verifier.reveal().utf8)))
    }
}

extension Secret {
    /// A random 256-bit value, base64url-encoded (43 characters).
    static func random() -> Secret {
        // The system's generator is cryptographically secure.
        var generator = SystemRandomNumberGenerator()
        return Secret(Base64URL.encode((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }))
    }

    /// Compares the secret with `text` in a time that doesn't depend on how much of it matches.
    func matches(_ text: String) -> Bool {
        // The digests have the same length, and all their bytes are compared.
        let digests = zip(SHA256.digest(of: Array(reveal().utf8)), SHA256.digest(of: Array(text.utf8)))
        return digests.reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
