import Nx1Client
import Testing

@Suite("The sign-in method of the settings")
struct SignInSettingsTests {
    private static let oauth = "issuer: https://sso.example/realms/x, client_id: shell"

    private func settings(
        _ environment: [String: String] = [:], _ overrides: ConnectionOverrides = .init(),
        profile: String = ""
    ) throws -> ConnectionSettings {
        try ConnectionSettings(
            overrides: overrides, environment: ["HOME": "/home/me"].merging(environment) { $1 },
            profiles: ProfileFile(text: "default: {host: https://a.example, \(profile)}", path: "/p"))
    }

    @Test("comes from the first source that sets one: flag, then environment, then profile")
    func sources() throws {
        var flags = ConnectionOverrides()
        flags.apiKey = Setting(Secret("f"), from: .flag("--api-key"))
        let variables = [
            "NX1_API_KEY": "k", "LAKEHOUSE_API_KEY": "l", "NX1_ACCESS_TOKEN": "t",
            "NX1_ACCESS_TOKEN_COMMAND": "print", "NX1_API_KEY_COMMAND": "pass",
        ]
        let profile = Self.oauth + ", api_key: p"
        #expect(
            try settings(variables, flags, profile: profile).signIn
                == Setting(.preSharedKey(Secret("f")), from: .flag("--api-key")))
        var left = variables
        for (name, signIn) in [
            ("NX1_API_KEY", SignIn.preSharedKey(Secret("k"))),
            ("LAKEHOUSE_API_KEY", .preSharedKey(Secret("l"))),
            ("NX1_ACCESS_TOKEN", .accessToken(Secret("t"))),
            ("NX1_ACCESS_TOKEN_COMMAND", .accessTokenCommand(Secret("print"))),
            ("NX1_API_KEY_COMMAND", .preSharedKeyCommand(Secret("pass"))),
        ] {
            #expect(try settings(left, profile: profile).signIn == Setting(signIn, from: .environment(name)))
            left[name] = ""
        }
        #expect(try settings(left, profile: profile).signIn?.source == .profile("default"))
    }

    @Test("in a profile with several is issuer and client_id, then the command, then the key")
    func profiles() throws {
        let oauth = OAuthSettings(issuer: "https://sso.example/realms/x", clientID: "shell")
        var confidential = oauth
        confidential.clientSecret = Secret("s")
        confidential.scope = "profile"
        let rest = "access_token_command: print, api_key_command: pass, api_key: k"
        #expect(try settings(profile: "\(Self.oauth), \(rest)").signIn?.value == .browser(oauth))
        #expect(
            try settings(profile: "\(Self.oauth), client_secret: s, scope: profile, \(rest)").signIn?.value
                == .clientCredentials(confidential))
        #expect(try settings(profile: rest).signIn?.value == .accessTokenCommand(Secret("print")))
        #expect(
            try settings(profile: "api_key_command: pass, api_key: k").signIn?.value
                == .preSharedKeyCommand(Secret("pass")))
        #expect(try settings(profile: "api_key: k").signIn?.value == .preSharedKey(Secret("k")))
        #expect(try settings(profile: "scope: profile").signIn == nil)
    }

    @Test("creates the matching credentials")
    func credentials() throws {
        func credentials(_ profile: String) throws -> (any Credentials)? {
            try settings(profile: profile).clientConfiguration().credentials
        }
        #expect(try credentials("api_key: k") is GivenCredentials)
        #expect(try credentials("access_token_command: print") is TokenCommand)
        #expect(try credentials("api_key_command: pass") is KeyCommand)
        #expect(try credentials(Self.oauth) is BrowserSignIn)
        #expect(try credentials(Self.oauth + ", client_secret: s") is ClientCredentials)
        #expect(
            try settings(["NX1_ACCESS_TOKEN": "t"]).clientConfiguration().credentials is GivenCredentials)
    }

    @Test(
        "that is incomplete is rejected with the missing setting",
        arguments: [
            (
                "client_id: shell",
                "A client_id is set in the profile default, but no issuer. Add the issuer's address, such as https://sso.<client>.nx1cloud.com/realms/<realm>."
            ),
            ("client_id: shell, client_secret: s, api_key: k", "but no issuer."),
            (
                "issuer: https://sso.example",
                "An issuer is set in the profile default, but no client_id. Add the client_id that the issuer's operators gave this program."
            ),
            ("issuer: http://sso.example, client_id: shell", "plain HTTP"),
        ])
    func half(profile: String, sentence: String) throws {
        let settings = try settings(profile: profile)
        let error = #expect(throws: Nx1Error.self) { try settings.clientConfiguration() }
        #expect(error?.code == .invalidSetting)
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    }

    @Test("keeps its tokens in the shell's folder, and fails without a home")
    func tokens() throws {
        #expect(try settings(profile: Self.oauth).tokensPath == "/home/me/.nx1/shell/tokens.json")
        #expect(
            try settings(["NX1_SHELL_HOME": "/else"], profile: Self.oauth).tokensPath == "/else/tokens.json")
        let homeless = try settings(["HOME": ""], profile: Self.oauth)
        let error = #expect(throws: Nx1Error.self) { try homeless.clientConfiguration() }
        #expect(
            error?.description
                == "Couldn't find a folder for the token file of the profile default: neither HOME nor NX1_SHELL_HOME is set. Set NX1_SHELL_HOME to a folder that you own."
        )
    }

    @Test("determines the advice when it's refused")
    func advice() throws {
        func advice(_ environment: [String: String] = [:], _ profile: String = "") throws -> String {
            try settings(environment, profile: profile).clientConfiguration().signInAdvice
        }
        #expect(try advice([:], "api_key: k").contains("Set a valid api_key in the profile default."))
        #expect(try advice(["LAKEHOUSE_API_KEY": "k"]).contains("Set LAKEHOUSE_API_KEY"))
        #expect(try advice(["NX1_ACCESS_TOKEN": "t"]).contains("(NX1_ACCESS_TOKEN)"))
        #expect(
            try advice([:], "access_token_command: print").contains("the command from the profile default"))
        #expect(try advice([:], "api_key_command: pass").contains("the command from the profile default"))
        #expect(try advice([:], Self.oauth).contains("Sign in again"))
        #expect(try advice([:], Self.oauth + ", client_secret: s").contains("client_secret"))
    }

    @Test("is printed without secrets")
    func secret() throws {
        var printed = ""
        for profile in [
            "api_key: planted", "access_token_command: planted", "api_key_command: planted",
            Self.oauth + ", client_secret: planted",
        ] {
            let settings = try settings(["NX1_ACCESS_TOKEN": ""], profile: profile)
            dump(settings, to: &printed)
            printed += "\(settings) \(String(reflecting: settings))"
        }
        #expect(printed.contains("client"))
        #expect(!printed.contains("planted"))
    }
}
