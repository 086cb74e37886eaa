import Nx1Client
import Nx1Events
import Nx1Settings
import Nx1Values
import ShellInput
import ShellOutput

/// A setting in effect, in a form that contains no secret.
package struct SettingFacts: Sendable, Hashable {
    package var name: String
    package var value: String
    /// Where it comes from, as in "NX1_HOST"; nil for a default.
    package var source: String?
    /// The profile whose value it overrides.
    package var overriddenProfile: String?

    package init(_ name: String, _ value: String, from source: String?, overriding profile: String? = nil) {
        self.name = name
        self.value = value
        self.source = source
        overriddenProfile = profile
    }
}

/// The profiles, and the settings in effect.
struct SettingsFacts: Sendable {
    /// The profiles, or why they can't be read.
    var profiles: Result<ProfileFile, Nx1Error>
    var unknownKeys: [UnknownProfileKey] = []
    /// The name of the profile in use.
    var profileInUse: String?
    /// The settings except host and sign-in, or why there are none.
    var settings: Result<[SettingFacts], Nx1Error>
    /// The host, nil if none is set, or why it isn't valid.
    var host: Result<SettingFacts?, Nx1Error> = .success(nil)
    /// The sign-in, nil if none is set, or why it isn't valid.
    var signIn: Result<SettingFacts?, Nx1Error> = .success(nil)

    init(
        profiles: Result<ProfileFile, Nx1Error>, settings: Result<[SettingFacts], Nx1Error> = .success([])
    ) {
        self.profiles = profiles
        self.settings = settings
    }
}

extension Check {
    /// Returns a failure with the message and advice of an error.
    static func failure(_ name: String, _ error: Nx1Error) -> Check {
        let complaint = Complaint(error)
        return .failure(name, complaint?.message ?? error.message, advice: complaint?.advice)
    }

    /// Returns the checks of profiles and settings.
    static func checks(of facts: SettingsFacts) -> [Check] {
        var checks = [profiles(facts)]
        if let check = unknownKeys(facts.unknownKeys) { checks.append(check) }
        switch facts.settings {
        case .success(let settings):
            checks += [setting("host", facts.host, missing: .missingHost(isKeyMissing: facts.hasNoSignIn))]
            checks += [setting("sign_in", facts.signIn, missing: .missingKey(host: ""))]
            checks += settings.map { .ok($0.name, $0.sentence) }
        case .failure where facts.areProfilesUnreadable:
            checks.append(.skipped("settings", "The profiles can't be read."))
        case .failure(let error): checks.append(.failure("settings", error))
        }
        return checks
    }

    private static func profiles(_ facts: SettingsFacts) -> Check {
        switch facts.profiles {
        case .failure(let error): return .failure("profiles", error)
        case .success(let file) where file.profiles.isEmpty:
            return .ok("profiles", "There are none. Flags and environment variables work without profiles.")
        case .success(let file):
            let names = file.profiles.map(\.name).joined(separator: ", ")
            let inUse = facts.profileInUse.map { "in use: \($0)" } ?? "none in use"
            return .ok("profiles", "\(names); \(inUse)")
        }
    }

    private static func unknownKeys(_ keys: [UnknownProfileKey]) -> Check? {
        guard let first = keys.first else { return nil }
        let names = keys.prefix(3).map { key in
            let place = key.line.map { ", line \($0)" } ?? ""
            return "\(key.key ?? "a key that isn't shown") (profile \(key.profile)\(place))"
        }
        let more = keys.count > 3 ? " and \(keys.count - 3) more" : ""
        let known = ProfileKey.allCases.map(\.rawValue)
        return .warning(
            "profile_keys", "Unknown keys are ignored: \(names.joined(separator: ", "))\(more).",
            advice: first.key.flatMap { NearestNames.question(about: $0, among: known) }
                ?? "The keys are \(known.joined(separator: ", ")).")
    }

    private static func setting(
        _ name: String, _ setting: Result<SettingFacts?, Nx1Error>, missing: Nx1Error.Problem
    ) -> Check {
        switch setting {
        case .success(let setting?): return .ok(name, setting.sentence)
        case .success(nil):
            var error = Nx1Error(.invalidSetting, name == "host" ? "No host is set." : "No key is set.")
            error.problem = missing
            return .failure(name, error)
        case .failure(let error): return .failure(name, error)
        }
    }
}

extension SettingsFacts {
    fileprivate var hasNoSignIn: Bool { if case .success(nil) = signIn { true } else { false } }

    fileprivate var areProfilesUnreadable: Bool { if case .failure = profiles { true } else { false } }
}

extension SettingFacts {
    fileprivate var sentence: String {
        guard let source else { return "\(value) (default)" }
        return "\(value) (from \(source)\(overriddenProfile.map { ", overrides the profile \($0)" } ?? ""))"
    }
}
