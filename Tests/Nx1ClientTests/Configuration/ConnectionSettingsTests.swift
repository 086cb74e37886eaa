import Nx1Client
import Testing

@Suite("Connection settings")
struct ConnectionSettingsTests {
    private let profiles = """
        default: {host: https://profile.example, api_key: profile-key, timeout: 5, verify_ssl: false}
        dev: {host: https://dev.example, api_key: dev-key}
        """

    private func settings(
        _ environment: [String: String] = [:], _ overrides: ConnectionOverrides = .init(),
        profiles: String? = nil
    ) throws -> ConnectionSettings {
        try ConnectionSettings(
            overrides: overrides, environment: environment,
            profiles: ProfileFile(text: profiles ?? self.profiles, path: "/p"))
    }

    @Test(
        "come from the flag, then the environment, with newer variables before older ones, then the profile")
    func precedence() throws {
        var flags = ConnectionOverrides()
        flags.host = Setting("https://flag.example", from: .flag("--host"))
        let environment = ["NX1_HOST": "https://env.example", "LAKEHOUSE_HOST": "https://old.example"]
        #expect(
            try settings(environment, flags).host == Setting("https://flag.example", from: .flag("--host")))
        #expect(
            try settings(environment).host == Setting("https://env.example", from: .environment("NX1_HOST")))
        #expect(
            try settings(["LAKEHOUSE_HOST": "https://old.example", "NX1_HOST": ""]).host
                == Setting("https://old.example", from: .environment("LAKEHOUSE_HOST")))
        #expect(try settings().host == Setting("https://profile.example", from: .profile("default")))
    }

    @Test("are independent: a host from one source is used with a key from another")
    func independent() throws {
        let settings = try settings(["LAKEHOUSE_API_KEY": "env-key"])
        #expect(
            settings.signIn
                == Setting(.preSharedKey(Secret("env-key")), from: .environment("LAKEHOUSE_API_KEY")))
        #expect(settings.host?.source == .profile("default"))
        #expect(settings.timeout.value == .seconds(5))
        #expect(settings.verifiesCertificates.value == false)
    }

    @Test("have the official tool's defaults if unset")
    func standard() throws {
        let settings = try settings(profiles: "")
        #expect(settings.profile == nil)
        #expect(settings.timeout == Setting(.seconds(30), from: .standard))
        #expect(settings.verifiesCertificates == Setting(true, from: .standard))
    }

    @Test("select a profile by flag before the environment, and fail if it doesn't exist")
    func named() throws {
        var flags = ConnectionOverrides()
        flags.profile = "dev"
        #expect(try settings(["NX1_PROFILE": "gone"], flags).profile?.name == "dev")
        #expect(try settings(["NX1_PROFILE": "dev"]).profile?.name == "dev")
        #expect(throws: Nx1Error.self) { try settings(["NX1_PROFILE": "gone"]) }
    }

    @Test("without host and key fail with advice on what to set")
    func nothing() throws {
        let error = #expect(throws: Nx1Error.self) { try settings(profiles: "").clientConfiguration() }
        #expect(error?.code == .invalidSetting)
        #expect(error?.description.contains("NX1_HOST and NX1_API_KEY") == true)
        #expect(error?.description.contains("NX1_HOST") == true)
    }

    @Test("without a key fail as not signed in, unless the host isn't valid either")
    func noKey() throws {
        #expect(
            #expect(throws: Nx1Error.self) {
                try settings(profiles: "default: {host: https://a.example}").clientConfiguration()
            }?.code == .notSignedIn)
        #expect(
            #expect(throws: Nx1Error.self) {
                try settings(profiles: "default: {host: http://a.example}").clientConfiguration()
            }?.code == .invalidSetting)
    }
}
