import Nx1Client
import ShellOutput

/// A profile that is being written: what is given, what is there already, and what to ask for next.
struct ProfileDraft {
    let name: String
    /// The profile as it is now, if it is there.
    let existing: Profile?
    private(set) var settings: [ProfileSetting]
    private let wasGivenSettings: Bool
    private var asked: Set<ProfileKey> = []

    init(_ name: String, existing: Profile?, settings: [ProfileSetting]) {
        self.name = name
        self.existing = existing
        self.settings = settings
        wasGivenSettings = !settings.isEmpty
    }

    /// What to ask for next. Of a profile that is there and gets settings, only what these need is asked for.
    var question: ProfileKey? {
        [.host, .issuer, .clientID, .clientSecret, .apiKey].first { !asked.contains($0) && isWanted($0) }
    }

    /// Takes the answer to ``question``: nothing, if it is empty.
    mutating func set(_ answer: String, for key: ProfileKey) throws {
        if !answer.isEmpty { settings.append(try ProfileSettings.setting(key, .string(answer))) }
        asked.insert(key)
    }

    /// The question in words.
    func words(for key: ProfileKey) -> String {
        let isKept = has(key)
        return switch key {
        case .host:
            isKept
                ? "Host (empty keeps \(existing?.host ?? "")): "
                : "Host, such as https://aiapi.<client>.nx1cloud.com: "
        case .issuer: "Issuer, such as https://sso.<client>.nx1cloud.com/realms/<realm>: "
        case .clientID: "Client id: "
        case .clientSecret:
            "Client secret, not shown (empty: \(isKept ? "the one there" : "none, sign in with the browser")): "
        default: "Pre-shared key, not shown (empty: \(isKept ? "the one there" : "none")): "
        }
    }

    /// What the profile will sign in with.
    /// - Throws: `Nx1Error` if its settings for OAuth are only half there.
    func signIn() throws -> SignIn? {
        let profile = profile
        if profile.has(.clientSecret), !profile.has(.clientID), !profile.has(.issuer) {
            throw Complaint.usage(
                "A client_secret needs an issuer and a client_id.",
                advice: "Give issuer=URL and client_id=ID too.")
        }
        _ = try profile.signIn?.oauth?.client(from: .profile(name))
        return profile.signIn
    }

    /// The profile as it will be.
    private var profile: Profile {
        settings.reduce(into: existing ?? Profile(name: name)) { $0.set($1) }
    }

    private func isWanted(_ key: ProfileKey) -> Bool {
        if isGiven(key) { return false }
        let isOpen = existing == nil || !wasGivenSettings
        let isOAuth = has(.issuer) || has(.clientID) || has(.clientSecret)
        return switch key {
        case .host: isOpen
        case .issuer, .clientID: isOAuth && !has(key)
        case .clientSecret:
            isOAuth
                && (isOpen
                    ? existing?.clientSecret != nil || existing == nil : isGiven(.clientID) && !has(key))
        default: isOpen && !isOAuth && signsInWithKey
        }
    }

    private func isGiven(_ key: ProfileKey) -> Bool { settings.contains { $0.key == key } }

    /// Whether the profile will have it.
    private func has(_ key: ProfileKey) -> Bool { profile.has(key) }

    /// Whether there is no other way for the profile to sign in.
    private var signsInWithKey: Bool {
        switch profile.signIn {
        case nil, .preSharedKey: true
        default: false
        }
    }
}
