import Nx1Client
import Testing

@testable import Nx1Values
@testable import ProfileDrafts
@testable import RunJournal
@testable import ShellInput
@testable import ShellOutput

@Suite("The questions of :profile add")
struct ProfileDraftTests {
    /// The questions in order if all except `empty` are answered.
    private func questions(
        _ arguments: String, existing: String? = nil, empty: Set<ProfileKey> = []
    ) throws -> [ProfileKey] {
        let profile = try existing.map { try ProfileFile(text: "a: {\($0)}", path: "p").profiles[0] }
        var draft = ProfileDraft(
            "a", existing: profile,
            settings: try ProfileSettings.read(from: arguments, files: InputFiles(home: nil) { _ in [0x6B] }))
        var asked: [ProfileKey] = []
        while let key = draft.question {
            asked.append(key)
            try draft.set(empty.contains(key) ? "" : "https://x.example", for: key)
        }
        return asked
    }

    @Test("are the host and the key for a new profile, or the OAuth settings")
    func new() throws {
        #expect(try questions("") == [.host, .apiKey])
        #expect(try questions("", empty: [.host, .apiKey]) == [.host, .apiKey])
        #expect(try questions("host=x.example") == [.apiKey])
        #expect(try questions("api_key=@key") == [.host])
        #expect(try questions("host=x api_key=@key") == [])
        #expect(try questions("host=x access_token_command=print") == [])
        #expect(try questions("client_id=shell") == [.host, .issuer, .clientSecret])
        #expect(
            try questions("issuer=https://sso.example", empty: [.clientSecret]) == [
                .host, .clientID, .clientSecret,
            ])
        #expect(try questions("host=x issuer=https://sso.example client_id=shell client_secret=@key") == [])
    }

    @Test("are the same for an existing profile, or with settings only those that they need")
    func existing() throws {
        #expect(try questions("", existing: "host: x, api_key: k") == [.host, .apiKey])
        #expect(try questions("timeout=5", existing: "host: x, api_key: k") == [])
        #expect(try questions("timeout=5", existing: "host: x") == [])
        #expect(try questions("issuer=https://y", existing: "api_key: k") == [.clientID, .clientSecret])
        #expect(
            try questions("", existing: "issuer: y, client_id: z, client_secret: s") == [
                .host, .clientSecret,
            ])
        #expect(try questions("", existing: "issuer: y, client_id: z") == [.host])
        #expect(try questions("scope=x", existing: "issuer: y, client_id: z") == [])
    }

    @Test("end with a refusal of a client secret that has no issuer and no client id")
    func secretAlone() {
        let draft = ProfileDraft("a", existing: nil, settings: [ProfileSetting(.clientSecret, "planted")])
        let complaint = #expect(throws: Complaint.self) { try draft.signIn() }
        #expect(
            complaint?.sentence
                == "A client_secret needs an issuer and a client_id. Add issuer=URL and client_id=ID.")
    }

    @Test("explain what an empty answer does")
    func words() throws {
        let profile = try ProfileFile(text: "a: {host: x.example, api_key: planted}", path: "p").profiles[0]
        let old = ProfileDraft("a", existing: profile, settings: [])
        #expect(old.words(for: .host) == "Host (leave empty to keep x.example): ")
        #expect(old.words(for: .apiKey) == "Pre-shared key, not shown (leave empty to keep it): ")
        let new = ProfileDraft("a", existing: nil, settings: [])
        #expect(new.words(for: .apiKey) == "Pre-shared key, not shown (leave empty to set none): ")
        #expect(
            new.words(for: .clientSecret)
                == "Client secret, not shown (leave empty to sign in with the browser): ")
        #expect(new.words(for: .clientID) == "Client id: ")
    }
}

@Suite("Lines with secrets")
struct SecretLineTests {
    @Test(
        "are excluded from the history",
        arguments: [
            ":profile add dev api_key=hunter2", ":profile add dev host=x api_key:=\"hunter2\"",
            ":profile add dev client_secret=hunter2", "  :profile add dev api_key hunter2",
            ":prfile add dev api_key='hunter2'", ":profile add dev hunter2", ":set api-key=hunter2",
            "api_key=hunter2", ":profile add dev API_KEY=hunter2", ":set token=T", ":set token:=\"T\"",
            ":set secret=S", ":bg token=T Why?", "Use Authorization: Bearer abc", "nx1sh --api-key AAAA",
            ":crew ask passwd=x Why?", "secret: x", "curl https://ann:pw@host/ fails, why?",
            "Is ghp_0123456789abcdefABCD still valid?", "postgres://user:pw@host",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x is refused",
        ])
    func secret(line: String) {
        #expect(SecretLine.mayHoldSecret(line))
    }

    @Test(
        "are distinguished from those without",
        arguments: [
            ":profile add dev", ":profile add dev host=x api_key=@key.txt", ":profile dev",
            ":profile remove dev",
            "How many orders?", "What is an api_key for?", ":help profile",
            ":profile add dev client_secret=@~/s",
            ":crew ask Why is the api_key=@file form there?", "How many tokens were used?",
            ":set max_tokens=100", "token_limit=5", "What is a bearer token?", ":crew ask token use by month",
            "Does https://host/a@b:c work?", "mailto:ann@acme.com", "ghp_ is what they begin with",
            ":set token=@file",
        ])
    func plain(line: String) {
        #expect(!SecretLine.mayHoldSecret(line))
    }

    @Test("are recognized by the last word of an input's name")
    func inputs() {
        for name in ["token", "db_token", "Secret", "db-password", "api_key", "auth.secret", "old_passwords"]
        {
            #expect(SecretLine.isSecret(name: name), "\(name)")
        }
        for name in ["max_tokens", "token_limit", "question", "secretary", ""] {
            #expect(!SecretLine.isSecret(name: name), "\(name)")
        }
    }
}
