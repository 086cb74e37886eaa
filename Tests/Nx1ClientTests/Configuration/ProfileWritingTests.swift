import Foundation
import Nx1Client
import TestSupport
import Testing

@Suite("Writing a profile")
struct ProfileWritingTests {
    private static let path = "profiles"

    /// The content of a file after `change`.
    private func changed(_ before: String, _ change: (String) throws -> Void) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nx1-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = try TemporaryFolder.write(before, to: Self.path, in: folder)
        try change(path)
        return try TemporaryFolder.read(path)
    }

    private func setting(_ settings: [ProfileSetting], of name: String, in before: String) throws -> String {
        try changed(before) { try ProfileFile.set(settings, ofProfile: name, at: $0) }
    }

    private func removing(_ name: String, from before: String) throws -> String {
        try changed(before) { try ProfileFile.remove(profile: name, at: $0) }
    }

    @Test("changes only the lines of its keys, and preserves comments, order, quotes and unknown keys")
    func block() throws {
        let before = """
            # ours
            default:
              host: https://a.example  # the one
              api_key: "abc # d"   # key
              odd: [1, 2]   # kept

            # the second
            'dev':
                host:   b.example
                # within
                note: |
                  two
                  lines
                timeout: 30

            other: {host: c.example}
            # the end
            """
        #expect(
            try setting(
                [.init(.host, "https://new.example"), .init(.apiKey, "it's: #1"), .init(.timeout, 60)],
                of: "default", in: before)
                == before.replacing("https://a.example", with: "https://new.example")
                .replacing("\"abc # d\"", with: "\"it's: #1\"")
                .replacing("# kept\n", with: "# kept\n  timeout: 60\n"))
        #expect(
            try setting([.init(.timeout, 7.5), .init(.verifySSL, false)], of: "dev", in: before)
                == before.replacing("timeout: 30\n", with: "timeout: 7.5\n    verify_ssl: false\n"))
        #expect(
            try setting([.init(.host, "d.example")], of: "third", in: before)
                == before + "\nthird:\n  host: d.example\n")
    }

    @Test(
        "expands a profile that was on one line or empty, and keeps its settings",
        arguments: [
            (
                "a: {host: x, odd: {y: [1, '2']}} # c\nb: {host: z}\n",
                "a:\n  host: x\n  odd:\n    y:\n    - 1\n    - '2'\n  timeout: 5\nb: {host: z}\n"
            ),
            ("a:\nb: {host: z}\n", "a:\n  timeout: 5\nb: {host: z}\n"),
            ("a: ~\n", "a:\n  timeout: 5\n"), ("\"a\": {}\n", "\"a\":\n  timeout: 5\n"),
            ("a: {host: x,\n  timeout: 7}\n", "a:\n  host: x\n  timeout: 5\n"),
        ])
    func flow(before: String, after: String) throws {
        #expect(try setting([.init(.timeout, 5)], of: "a", in: before) == after)
    }

    @Test(
        "creates the first profile of an empty file",
        arguments: [
            ("", ""), ("# mine", "# mine\n"), ("---\n", "---\n"), ("{}\n", ""),
            ("# c\n{}\n# d\n", "# c\n# d\n"),
        ])
    func first(before: String, kept: String) throws {
        #expect(
            try setting([.init(.host, "x.example")], of: "a", in: before) == kept + "a:\n  host: x.example\n")
    }

    @Test("preserves line endings, a byte order mark, indentation, and the end of the document")
    func layouts() throws {
        #expect(
            try setting(
                [.init(.host, "x"), .init(.timeout, 1)], of: "a", in: "\u{FEFF}a:\r\n  host: y # c\r\n")
                == "\u{FEFF}a:\r\n  host: x # c\r\n  timeout: 1\r\n")
        #expect(
            try setting([.init(.host, "x")], of: "b", in: "---\n  a:\n    host: y\n...\n")
                == "---\n  a:\n    host: y\n  b:\n    host: x\n...\n")
    }

    @Test("removes a profile, and preserves everything around it")
    func removal() throws {
        let before = "# top\na:\n  host: x # x\n  # a's\n\n# b's\nb: {host: y}\n# end\n"
        #expect(try removing("a", from: before) == "# top\n\n# b's\nb: {host: y}\n# end\n")
        #expect(try removing("b", from: before) == "# top\na:\n  host: x # x\n  # a's\n\n# b's\n# end\n")
        #expect(try removing("a", from: "# top\na: {host: x}\n") == "# top\n{}\n")
        let error = #expect(throws: Nx1Error.self) { try removing("c", from: before) }
        #expect(error?.message.contains("Unknown profile \"c\"") == true)
    }

    @Test(
        "refuses a layout in which it would change other profiles, and leaves the file unchanged",
        arguments: [
            "{a: {host: x}, b: {host: y}}\n", "a: &both\n  host: x\nb: *both\n",
            "a: &both {host: x}\nb:\n  <<: *both\n",
        ])
    func unsuitable(before: String) throws {
        let after = try changed(before) { path in
            for change in [
                { try ProfileFile.set([.init(.host, "z")], ofProfile: "a", at: path) },
                { try ProfileFile.remove(profile: "a", at: path) },
            ] {
                let error = #expect(throws: Nx1Error.self) { try change() }
                #expect(error?.code == .invalidSetting)
                #expect(
                    error?.description
                        == "Couldn't edit the profile \"a\": the layout of \(path) doesn't allow changing it alone. The file is unchanged. Edit the file in a text editor."
                )
            }
        }
        #expect(after == before)
    }

    @Test("refuses to remove a tag of a profile")
    func tagged() throws {
        let error = #expect(throws: Nx1Error.self) {
            try setting([.init(.timeout, 5)], of: "a", in: "a: !odd {host: x}\n")
        }
        #expect(error?.message.contains("The file is unchanged.") == true)
    }

    @Test("leaves a file unchanged that isn't valid or isn't UTF-8")
    func broken() throws {
        #expect(throws: Nx1Error.self) { try setting([.init(.host, "x")], of: "a", in: "- a\n") }
        #expect(throws: Nx1Error.self) { try setting([.init(.host, "x")], of: "a", in: "a: [\n") }
        let folder = FileManager.default.temporaryDirectory.appending(path: "nx1-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = try TemporaryFolder.write([0x61, 0x3A, 0x20, 0xFF, 0x0A], to: "profiles", in: folder)
        let error = #expect(throws: Nx1Error.self) {
            try ProfileFile.set([.init(.host, "x")], ofProfile: "a", at: path)
        }
        #expect(
            error?.description
                == "The profiles file \(path) isn't valid UTF-8, so it's unchanged. Save it as UTF-8 in a text editor."
        )
    }

    @Test(
        "quotes strings that would be read as something else",
        arguments: [
            "12345", "1e5", "0x1F", "1:30", "2020-01-01", "true", "No", "on", "null", "~", "y", "", "a: b",
            "a #b",
            "a:", "- a", "#a", "&a", "*a", "!a", "%a", "@a", "`a", "{a}", "[a]", "'a'", "\"a\"", "a\\b",
            "ä€😀",
            "a\u{1}b", ".5", "=", "<<", "|", ">", "?", "a,b", "sk-abc_1.2/3+4==", "https://a.example:8080/b",
        ])
    func quotes(text: String) throws {
        let after = try setting(
            [.init(.crew, text.isEmpty ? " " : text), .init(.host, "h")], of: text, in: "z: {}\n")
        let file = try ProfileFile(text: after, path: "p")
        #expect(file.profiles.map(\.name) == ["z", text])
        #expect(file.profiles[1].crew?.rawValue == text)
    }

    @Test("keeps the file private, creates folders, and follows a symbolic link")
    func files() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/.nx1/profiles"
            try ProfileFile.set([.init(.apiKey, "planted")], ofProfile: "a", at: path)
            #expect(try TemporaryFolder.mode(of: path) == 0o600)
            #expect(try TemporaryFolder.mode(of: folder + "/.nx1") == 0o700)

            let open = try TemporaryFolder.write("b: {host: x}\n", to: "real/file", in: folder, mode: 0o644)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link", withDestinationPath: "real/file")
            try ProfileFile.set([.init(.timeout, 5)], ofProfile: "b", at: folder + "/link")
            #expect(try TemporaryFolder.read(open) == "b:\n  host: x\n  timeout: 5\n")
            #expect(try TemporaryFolder.mode(of: open) == 0o600)
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "real/file")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/real") == ["file"])
        }
    }

    @Test("loses no profile when several processes write at once")
    func concurrent() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/profiles"
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        try ProfileFile.set([.init(.host, "h\(number)")], ofProfile: "p\(number)", at: path)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try ProfileFile(path: path).profiles.count == 20)
        }
    }

    @Test("never prints a key with a setting")
    func secret() {
        var dumped = ""
        let setting = ProfileSetting(.apiKey, "planted")
        dump([setting], to: &dumped)
        #expect(!(dumped + "\(setting)" + String(reflecting: setting)).contains("planted"))
    }
}
