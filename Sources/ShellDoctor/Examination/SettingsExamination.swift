import Descriptors
import Nx1Client
import Nx1Events
import Nx1HTTP
import Nx1Settings
import Nx1SignIn
import Nx1Values

/// Determines the settings in effect, their sources, and the secrets to mask.
struct SettingsExamination {
    private let subject: DoctorSubject
    private let profilesPath: String
    private let profiles: Result<ProfileFile, Nx1Error>

    init(_ subject: DoctorSubject) {
        self.subject = subject
        let path = ProfileFile.path(in: subject.environment)
        profilesPath = path
        profiles = Result { () throws(Nx1Error) in try ProfileFile(path: path) }
    }

    /// All secrets in profiles, variables and flags, whether in use or not.
    var secrets: [Secret] {
        let file = (try? profiles.get())?.profiles ?? []
        let variables = ProgramEnvironment.secretVariables.compactMap { subject.environment[$0] }
        let settings = try? subject.connection.get()
        return file.flatMap { profile in
            [profile.apiKey, profile.clientSecret, profile.accessTokenCommand, profile.apiKeyCommand]
                .compactMap(\.self)
        } + variables.map(Secret.init) + (settings?.signIn?.value.secrets ?? [])
            + (settings?.proxies.secrets ?? [])
    }

    var facts: SettingsFacts {
        var facts = SettingsFacts(profiles: profiles)
        facts.unknownKeys = unknownKeys
        switch subject.connection {
        case .failure(let error): facts.settings = .failure(error)
        case .success(let settings):
            facts.profileInUse = settings.profile?.name
            facts.settings = .success(others(settings) + subject.sessionSettings)
            facts.host = host(settings)
            facts.signIn = signIn(settings)
        }
        return facts
    }

    private var unknownKeys: [UnknownProfileKey] {
        guard let bytes = try? Descriptor.settings(at: profilesPath) else { return [] }
        return ProfileFile.unknownKeys(in: String(decoding: bytes, as: UTF8.self))
    }

    private func host(_ settings: ConnectionSettings) -> Result<SettingFacts?, Nx1Error> {
        guard let host = settings.host else { return .success(nil) }
        do throws(Nx1Error) {
            // An invalid address isn't shown, as it may contain a password.
            let address = try ServiceAddress(host.value)
            return .success(
                fact(
                    "host", address.description, host.source, settings,
                    isInProfile: settings.profile?.host != nil))
        } catch {
            return .failure(error)
        }
    }

    private func signIn(_ settings: ConnectionSettings) -> Result<SettingFacts?, Nx1Error> {
        guard let signIn = settings.signIn else { return .success(nil) }
        do throws(Nx1Error) {
            _ = try settings.credentials(for: signIn)
        } catch {
            return .failure(error)
        }
        var value = signIn.value.name
        switch signIn.value {
        case .clientCredentials(let oauth), .browser(let oauth):
            value += " of \(oauth.clientID ?? "") at \(ServiceAddress.withoutSecrets(oauth.issuer ?? ""))"
        default: value += " ***"
        }
        return .success(
            fact("sign_in", value, signIn.source, settings, isInProfile: settings.profile?.signIn != nil))
    }

    private func others(_ settings: ConnectionSettings) -> [SettingFacts] {
        let profile = settings.profile
        var facts: [SettingFacts] = []
        if let name = profile?.name {
            facts.append(SettingFacts("profile", name, from: sourceOfProfile(name)))
        }
        facts.append(
            fact(
                "verify_ssl", settings.verifiesCertificates.value ? "yes" : "no",
                settings.verifiesCertificates.source, settings, isInProfile: profile?.verifySSL != nil))
        if let authorities = settings.certificateAuthorities {
            facts.append(
                fact(
                    "ca_file", authorities.path, authorities.source, settings,
                    isInProfile: profile?.certificateAuthorities != nil))
        }
        facts.append(
            fact(
                "timeout", settings.timeout.value.inWords, settings.timeout.source, settings,
                isInProfile: profile?.timeout != nil))
        return facts
    }

    private func fact(
        _ name: String, _ value: String, _ source: SettingSource, _ settings: ConnectionSettings,
        isInProfile: Bool
    ) -> SettingFacts {
        var overridden: String?
        if isInProfile, let profile = settings.profile?.name, source != .profile(profile) {
            overridden = profile
        }
        return SettingFacts(
            name, value, from: source == .standard ? nil : source.shortName, overriding: overridden)
    }

    /// Where the choice of the profile comes from: nil for the default one, `:profile` if neither flag nor variable names it.
    private func sourceOfProfile(_ name: String) -> String? {
        let variable = subject.environment["NX1_PROFILE"].flatMap { $0.isEmpty ? nil : $0 }
        let (asked, source) =
            subject.profileOption.map { ($0, "--profile") } ?? variable.map { ($0, "NX1_PROFILE") }
            ?? ("default", nil)
        return name == asked ? source : ":profile"
    }
}
