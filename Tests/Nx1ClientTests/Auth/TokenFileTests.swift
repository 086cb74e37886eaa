import Foundation
import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("The token file")
struct TokenFileTests {
    private let client: OAuthClient
    private let other: OAuthClient
    private let tokens = StoredTokens(
        accessToken: Secret("planted-a"), ends: 1_000_000.5, lifetime: .seconds(600),
        refreshToken: Secret("planted-r"), user: "ann")

    init() throws {
        client = try OAuthClient(issuer: "https://sso.acme.example", clientID: "me")
        other = try OAuthClient(issuer: "https://sso.acme.example", clientID: "other")
    }

    @Test("is created with its folder for its owner only, and returns what was stored")
    func making() async throws {
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: folder + "/a/b/tokens.json")
            #expect(try file.tokens(of: client) == nil)
            #expect(!file.isReadableByOthers)
            try file.update(client) { _ in tokens }
            #expect(try file.tokens(of: client) == tokens)
            #expect(try file.tokens(of: other) == nil)
            #expect(try TemporaryFolder.mode(of: file.path) == 0o600)
            #expect(try TemporaryFolder.mode(of: folder + "/a/b") == 0o700)
            #expect(try TemporaryFolder.mode(of: folder + "/a") == 0o700)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/a/b") == ["tokens.json"])
        }
    }

    @Test("that other users can read is reported, and made private by the next sign-in")
    func mode() async throws {
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: try TemporaryFolder.write("{}", to: "t.json", in: folder, mode: 0o644))
            #expect(file.isReadableByOthers)
            try file.update(client) { _ in tokens }
            #expect(!file.isReadableByOthers)
        }
    }

    @Test("preserves unknown entries and members, and removes only the given sign-in")
    func others() async throws {
        try await withTemporaryFolder { folder in
            let content =
                #"{"version": 7, "sign_ins": ["odd", {"issuer": "https://sso.acme.example", "#
                + #""client_id": "me", "note": "n"}, {"issuer": "https://x", "client_id": "y"}]}"#
            let file = TokenFile(path: try TemporaryFolder.write(content, to: "t.json", in: folder))
            #expect(try file.tokens(of: client) == nil)
            try file.update(client) { _ in tokens }
            try file.update(other) { _ in tokens }
            let json = try JSONValue(parsing: TemporaryFolder.read(file.path))
            #expect(json["version"] == 7)
            #expect(json["sign_ins"]?[0] == "odd")
            #expect(json["sign_ins"]?[1]?["note"] == "n")
            #expect(json["sign_ins"]?[2]?["client_id"] == "y")
            #expect(json["sign_ins"]?.array?.count == 4)
            try file.update(client) { _ in nil }
            #expect(try file.tokens(of: client) == nil)
            #expect(try file.tokens(of: other) == tokens)
            #expect(try JSONValue(parsing: TemporaryFolder.read(file.path))["sign_ins"]?.array?.count == 3)
        }
    }

    @Test("stays a symbolic link")
    func link() async throws {
        try await withTemporaryFolder { folder in
            let target = try TemporaryFolder.write("", to: "real.json", in: folder)
            let link = folder + "/t.json"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real.json")
            try TokenFile(path: link).update(client) { _ in tokens }
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real.json")
            #expect(try TokenFile(path: target).tokens(of: client) == tokens)
        }
    }

    @Test(
        "that is damaged is named, but neither quoted nor overwritten",
        arguments: [
            #"{"sign_ins": [{"access_token": "planted-a""#, "planted-a", #"{"sign_ins": "planted-a"}"#,
        ])
    func damaged(content: String) async throws {
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: try TemporaryFolder.write(content, to: "t.json", in: folder))
            let read = #expect(throws: Nx1Error.self) { try file.tokens(of: client) }
            let written = #expect(throws: Nx1Error.self) { try file.update(client) { _ in tokens } }
            #expect(read == written)
            #expect(read?.code == .invalidSetting)
            #expect(
                read?.description
                    == "The token file \(file.path) is damaged."
                    + " Delete it and sign in again.")
            #expect(try TemporaryFolder.read(file.path) == content)
        }
    }

    @Test("that is a folder is reported")
    func folderInstead() async throws {
        try await withTemporaryFolder { folder in
            let error = #expect(throws: Nx1Error.self) { try TokenFile(path: folder).tokens(of: client) }
            #expect(error?.code == .invalidSetting)
            #expect(error?.message.contains("Couldn't read or write the token file \(folder): ") == true)
            #expect(error?.advice == "Check that you own the file and its folder.")
        }
    }

    @Test("is printed without its tokens")
    func masked() {
        var dumped = ""
        dump(tokens, to: &dumped)
        #expect(!("\(tokens) \(String(reflecting: tokens)) " + dumped).contains("planted"))
    }
}
