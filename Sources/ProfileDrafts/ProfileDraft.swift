import Nx1Events
import Nx1HTTP
package import Nx1Settings
import Nx1SignIn
import Nx1Values
package import ShellInput
import ShellOutput

/// A profile under construction: the settings given so far, the existing profile, and the next question.
package struct ProfileDraft {
    /// The profile's name.
    package let name: String
    /// The profile in the file, if it exists.
    let existing: Profile?
    /// The settings given so far.
    package private(set) var settings: [ProfileSetting]
    private let wasGivenSettings: Bool
    private var asked: Set<ProfileKey> = []

    /// - Parameters:
    ///   - name: the profile's name.
    ///   - existing: the profile in the file, if it exists.
    ///   - settings: the settings given on the command line.
    package init(_ name: String, existing: Profile?, settings: [ProfileSetting]) {
        self.name = name
        self.existing = existing
        self.settings = settings
        wasGivenSettings = !settings.isEmpty
    }

    /// The next setting to ask for. If settings were given for an existing profile, only what those need.
    package var question: ProfileKey? {
        [.host, .issuer, .clientID, .clientSecret, .apiKey].first { !asked.contains($0) && isWanted($0) }
    }

    /// Handles the answer to ``question``; an empty answer sets nothing.
    package mutating func set(_ answer: String, for key: ProfileKey) throws {
        if !answer.isEmpty { settings.append(try ProfileSettings.setting(key, .string(answer))) }
        asked.insert(key)
    }

    /// The prompt for a setting.
    package func words(for key: ProfileKey) -> String {
        let isKept = has(key)
        return switch key {
        case .host:
            isKept
                ? "Host (leave empty to keep \(existing?.host ?? "")): "
                : "Host, such as https://aiapi.<client>.nx1cloud.com: "
        case .issuer: "Issuer, such as https://sso.<client>.nx1cloud.com/realms/<realm>: "
        case .clientID: "Client id: "
        case .clientSecret:
            "Client secret, not shown (leave empty to \(isKept ? "keep it" : "sign in with the browser")): "
        default: "Pre-shared key, not shown (leave empty to \(isKept ? "keep it" : "set none")): "
        }
    }

    /// How the profile will sign in.
    /// - Throws: `Nx1Error` if its OAuth settings are incomplete.
    package func signIn() throws -> SignIn? {
        let profile = profile
        if profile.has(.clientSecret), !profile.has(.clientID), !profile.has(.issuer) {
            throw Complaint.usage(
                "A client_secret needs an issuer and a client_id.",
                advice: "Add issuer=URL and client_id=ID.")
        }
        _ = try profile.signIn?.oauth?.client(from: .profile(name))
        return profile.signIn
    }

    /// The profile with the settings given so far.
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

    /// Whether the profile will have a value for `key`.
    private func has(_ key: ProfileKey) -> Bool { profile.has(key) }

    /// Whether a key is the profile's only way to sign in.
    private var signsInWithKey: Bool {
        switch profile.signIn {
        case nil, .preSharedKey: true
        default: false
        }
    }
}

/// Parses the settings of a profile in a command's arguments: request items with profile keys.
package enum ProfileSettings {
    /// Parses `KEY=VALUE…`. Errors never quote a value, which may be a secret.
    package static func read(from arguments: some StringProtocol, files: InputFiles) throws
        -> [ProfileSetting]
    {
        var rest = Array(arguments.utf8)[...]
        var settings: [ProfileSetting] = []
        while true {
            rest = rest.drop(while: \.isBlankInWords)
            if rest.isEmpty { return settings }
            guard let head = RequestItemHead(rest) else {
                throw Complaint.usage(
                    "After the profile name, :profile add takes only settings, such as host=URL or api_key=@FILE.",
                    advice: "Type `:help profile` for the list.")
            }
            let key = try key(head.key)
            if key.isSecret, head.sign == .text || head.sign == .json { throw typed(key) }
            let (item, end) = try RequestItemReader(item: rest, head: head, files: files).nextValue()
            guard case .value(let value) = item.content else {
                throw Complaint.usage(
                    "\(key.rawValue) takes a value or a file, not standard input or a run's answer.",
                    advice: "For a file with that name, write ./NAME.")
            }
            if settings.contains(where: { $0.key == key }) {
                throw Complaint.usage(OptionMessages.givenTwice(key.rawValue))
            }
            settings.append(try setting(key, value))
            rest = rest[end...]
        }
    }

    /// Creates a setting after validating its value.
    static func setting(_ key: ProfileKey, _ value: JSONValue) throws -> ProfileSetting {
        switch key {
        case .verifySSL:
            let words = ["true": true, "yes": true, "false": false, "no": false]
            guard let flag = value.bool ?? words[value.string?.lowercased() ?? ""] else {
                throw Complaint.usage("verify_ssl must be true or false.")
            }
            return ProfileSetting(key, flag)
        case .timeout:
            let text = value.string ?? value.serialized()
            do throws(Seconds.Refusal) {
                return ProfileSetting(key, try Seconds(text).duration.seconds)
            } catch {
                throw Complaint.usage(error.sentence(about: "timeout is"))
            }
        default:
            let setting = ProfileSetting(key, value.string ?? "")
            guard let text = setting.text, !text.isEmpty else {
                throw Complaint.usage("\(key.rawValue) must be text, and not empty.")
            }
            switch key {
            case .host: _ = try ServiceAddress(text)
            case .apiKey: _ = try Authorization.preSharedKey(text)
            default: break
            }
            return setting
        }
    }

    private static func key(_ name: String) throws -> ProfileKey {
        if let key = ProfileKey(rawValue: name) { return key }
        let names = ProfileKey.allCases.map(\.rawValue)
        throw Complaint.usage(
            "Unknown profile setting \"\(name)\".",
            advice: NearestNames.question(about: name, among: names)
                ?? "The settings are \(names.joined(separator: ", ")).")
    }

    private static func typed(_ key: ProfileKey) -> Complaint {
        .usage(
            "\(key.rawValue) can't be typed on the line: the history would keep it, and others could see it.",
            advice: "Leave it out to be prompted for it, or use \(key.rawValue)=@FILE.")
    }
}
