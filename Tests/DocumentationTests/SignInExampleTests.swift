import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import Synchronization
import TestSupport
import Testing

@testable import ArticleExamples

@Suite("The examples about signing in", .timeLimit(.minutes(1)))
struct SignInExampleTests {
    private func expectSignedIn(_ configuration: ClientConfiguration) async throws {
        try await withNx1Client(configuration) { nx1 async throws in
            #expect(try await nx1.crewTypes().contains(.ask))
        }
    }

    @Test("authenticate with a key, a token, a command, and client credentials")
    func signed() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox async throws in
            let host = sandbox.host
            try await expectSignedIn(withKey(sandbox.apiKey, host: host))
            try await expectSignedIn(withToken(sandbox.accessToken, host: host))
            try await expectSignedIn(withCommand("echo \(sandbox.accessToken)", host: host))
            try await expectSignedIn(
                asProgram(
                    host: host, issuer: sandbox.issuer, clientID: sandbox.batchClientID,
                    secret: Secret(sandbox.batchClientSecret)))
        }
    }

    @Test("sign in with a browser, and check whether a user is signed in")
    func browser() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox async throws in
            try await withTemporaryFolder { folder in
                let signIn = try browserSignIn(
                    issuer: sandbox.issuer, clientID: sandbox.clientID, tokens: folder + "/tokens.json")
                #expect(try await !isSignedIn(signIn))
                let status = try await logIn(signIn, host: sandbox.host) { url in
                    // What the user does on the sandbox's page.
                    _ = try? await Program(path: "/usr/bin/curl").run(["-sL", "-d", "decision=allow", url])
                }
                #expect(status.canRefresh)
                #expect(try await isSignedIn(signIn))
                try await expectSignedIn(ClientConfiguration(host: sandbox.host, credentials: signIn))
            }
        }
    }

    @Test("sign in on another device")
    func device() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox async throws in
            try await withTemporaryFolder { folder in
                let signIn = try browserSignIn(
                    issuer: sandbox.issuer, clientID: sandbox.clientID, tokens: folder + "/tokens.json")
                let (sentences, shown) = AsyncStream<String>.makeStream()
                async let person: Void = {
                    for await sentence in sentences {
                        // What the user does on the sandbox's page.
                        _ = try await Program(path: "/usr/bin/curl").run([
                            "-sS", "-d", "user_code=\(sentence.suffix(9))&decision=allow",
                            sandbox.issuer + "/device",
                        ])
                    }
                }()
                let status = try await logInOnAnotherDevice(signIn, host: sandbox.host) { shown.yield($0) }
                shown.finish()
                try await person
                #expect(status.user == "analyst")
            }
        }
    }

    @Test("read the user's profile")
    func settings() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox async throws in
            try await withTemporaryFolder { folder in
                let path = try TemporaryFolder.write(
                    "dev:\n  host: \(sandbox.host)\n  api_key: \(sandbox.apiKey)\n", to: "profiles",
                    in: folder)
                let environment = ["NX1_PROFILES_PATH": path, "HOME": folder]
                try await expectSignedIn(configuration(in: environment, profile: "dev"))
            }
        }
    }

    @Test("read a token that another program renews, again after it was rejected")
    func mounted() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox async throws in
            let tokens = Mutex(["old", sandbox.accessToken])
            let mounted = MountedToken {
                tokens.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            }
            try await expectSignedIn(ClientConfiguration(host: sandbox.host, credentials: mounted))
        }
    }

    @Test("renew a token before it expires, until cancelled")
    func renewed() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox async throws in
            let token = try RenewedToken("old")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await token.renew(every: .milliseconds(1)) { sandbox.accessToken }
                }
                let configuration = try ClientConfiguration(host: sandbox.host, credentials: token)
                try await eventually("the new token") {
                    (try? await expectSignedIn(configuration)) != nil
                }
                group.cancelAll()
            }
        }
    }

    @Test("authenticate with the first source that has credentials")
    func first() async throws {
        try await withSandbox(.init(speed: 50)) { sandbox async throws in
            let sources = FirstThatWorks(sources: [
                try TokenCommand("exit 1"), try GivenCredentials(.preSharedKey(sandbox.apiKey)),
            ])
            try await expectSignedIn(ClientConfiguration(host: sandbox.host, credentials: sources))
        }
    }
}
