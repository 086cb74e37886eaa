import Nx1Events
import Nx1HTTP
import Nx1Values

/// The stored tokens of one person's sign-in.
struct StoredTokens: Sendable, Hashable {
    var accessToken: Secret
    /// When the access token expires, in seconds since 1970, the only clock shared with later processes.
    var ends: Double
    /// The total lifetime of the access token.
    var lifetime: Duration
    var refreshToken: Secret?
    /// Who signed in.
    var user: String?
}

extension StoredTokens {
    /// The tokens to store for `answer`, which was requested at `secondsSince1970`.
    /// - Parameter earlier: the tokens stored so far. If the provider sends no new refresh token, the old one stays
    ///   valid (RFC 6749, section 6).
    init(_ answer: TokenAnswer, at secondsSince1970: Double, after earlier: StoredTokens? = nil) {
        accessToken = answer.accessToken
        lifetime = answer.lifetime
        ends = secondsSince1970 + answer.lifetime.seconds
        refreshToken = answer.refreshToken ?? earlier?.refreshToken
        user = (answer.idToken ?? answer.accessToken).user ?? earlier?.user
    }

    /// The access token by this process's clocks; nil if it can't be sent in a header.
    func accessToken(at time: Timekeeper) -> AccessToken? {
        guard let authorization = try? Authorization.bearerToken(accessToken.reveal()) else { return nil }
        return AccessToken(
            authorization, from: time.now(), lifetime: lifetime,
            remaining: .seconds(ends - time.secondsSince1970()))
    }
}

extension Secret {
    /// The user named in the token, if any.
    fileprivate var user: String? { TokenClaims(self)?.user }
}

/// The content of a ``TokenFile``: `{"sign_ins": [{"issuer", "client_id", "access_token", …}]}`. Unknown members are
/// preserved.
struct TokenDocument: Sendable {
    /// The file's content has another shape.
    struct Damage: Error {}

    private var root: JSONObject
    private var signIns: [JSONValue]

    /// Parses the bytes of a file; an empty file has no sign-ins.
    init(_ bytes: [UInt8]) throws(Damage) {
        if bytes.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) {
            (root, signIns) = ([:], [])
            return
        }
        guard let root = (try? JSONValue(parsing: bytes))?.object else { throw Damage() }
        self.root = root
        switch root["sign_ins"] {
        case nil: signIns = []
        case .array(let array)?: signIns = array
        default: throw Damage()
        }
    }

    /// The serialized document.
    var bytes: [UInt8] {
        var root = root
        root["sign_ins"] = .array(signIns)
        return Array((JSONValue.object(root).serialized(.indented) + "\n").utf8)
    }

    /// The tokens of `client`. Setting nil removes them.
    subscript(_ client: OAuthClient) -> StoredTokens? {
        get { signIns.lazy.filter { Self.isEntry($0, of: client) }.compactMap(StoredTokens.init).first }
        set {
            let place = signIns.firstIndex { Self.isEntry($0, of: client) }
            guard let newValue else {
                signIns.removeAll { Self.isEntry($0, of: client) }
                return
            }
            var entry = place.flatMap { signIns[$0].object } ?? [:]
            entry["issuer"] = .string(client.issuer.description)
            entry["client_id"] = .string(client.clientID)
            newValue.write(to: &entry)
            if let place {
                signIns[place] = .object(entry)
            } else {
                signIns.append(.object(entry))
            }
        }
    }

    private static func isEntry(_ value: JSONValue, of client: OAuthClient) -> Bool {
        value["issuer"]?.string == client.issuer.description && value["client_id"]?.string == client.clientID
    }
}

extension StoredTokens {
    fileprivate init?(_ entry: JSONValue) {
        guard let token = entry["access_token"]?.string, let ends = entry["expires_at"]?.double,
            ends.magnitude < 1e12
        else { return nil }
        accessToken = Secret(token)
        self.ends = ends
        lifetime = (entry["expires_in"]?.double).flatMap { Seconds(clamping: $0) }?.duration ?? .zero
        refreshToken = entry["refresh_token"]?.string.map(Secret.init)
        user = entry["user"]?.string
    }

    fileprivate func write(to entry: inout JSONObject) {
        entry["access_token"] = .string(accessToken.reveal())
        entry["expires_at"] = JSONNumber(ends).map(JSONValue.number)
        entry["expires_in"] = JSONNumber(lifetime.seconds).map(JSONValue.number)
        entry["refresh_token"] = refreshToken.map { .string($0.reveal()) }
        entry["user"] = user.map(JSONValue.string)
    }
}
