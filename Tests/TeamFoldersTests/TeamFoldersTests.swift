import TeamFolders
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("The files of a person and a team")
struct TeamFoldersTests {
    /// Folders below `root`: a home, a project in it, and a directory deep inside the project.
    private struct Place {
        let root: String
        var home: String { root + "/home" }
        var project: String { home + "/project" }
        var deep: String { project + "/a/b" }
        var shellHome: String { home + "/.nx1/shell" }

        func survey(
            from directory: String? = nil, home: String? = nil, user: UInt32 = geteuid(),
            administrator: UInt32 = 0, form: TeamFolders.Form = .init(endings: ["md"])
        ) -> TeamFiles {
            TeamFolders(
                kind: "questions", form: form, shellHome: shellHome, workingDirectory: directory ?? deep,
                home: home ?? self.home, user: user, administrator: administrator
            ).survey()
        }
    }

    private func withPlace(_ body: (Place) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let real = try #require(realpath(folder, nil))
            defer { free(real) }
            let place = Place(root: String(cString: real))
            try TemporaryFolder.write("", to: "home/project/a/b/file", in: place.root)
            try await body(place)
        }
    }

    @Test("are found from any directory below, nearest first and personal ones last")
    func order() async throws {
        try await withPlace { place in
            for (file, text) in [
                ("a/.nx1/questions/near.md", "1"), (".nx1/questions/weekly.md", "2"),
                (".nx1/questions/near.md", "3"),
            ] {
                try TemporaryFolder.write(text, to: file, in: place.project)
            }
            try TemporaryFolder.write("4", to: "questions/mine.md", in: place.shellHome)
            try TemporaryFolder.write("5", to: "questions/weekly.md", in: place.shellHome)
            let files = place.survey()
            #expect(files.files.map(\.name) == ["near", "near", "weekly", "mine", "weekly"])
            #expect(files.files.map(\.isPersonal) == [false, false, false, true, true])
            #expect(files.names == ["near", "weekly", "mine"])
            #expect(files["near"]?.folder == place.project + "/a/.nx1/questions")
            #expect(files["weekly"]?.path == place.project + "/.nx1/questions/weekly.md")
            #expect(files.files.map(files.isShadowed) == [false, true, false, false, true])
            #expect(files.warnings == [])
            #expect(files["nobody"] == nil)
        }
    }

    @Test("are searched for up to the home directory, and the search can be described")
    func search() async throws {
        try await withPlace { place in
            try TemporaryFolder.write("x", to: ".nx1/questions/above.md", in: place.root)
            let files = place.survey()
            #expect(files.names == [])
            #expect(
                files.searched == [
                    place.deep + "/.nx1/questions", place.project + "/a/.nx1/questions",
                    place.project + "/.nx1/questions", place.home + "/.nx1/questions",
                    place.shellHome + "/questions",
                ])
            #expect(
                files.searchSentence
                    == "Looked in \(place.deep)/.nx1/questions, .nx1/questions in each folder above it, up to \(place.home)/.nx1/questions and \(place.shellHome)/questions."
            )
            #expect(place.survey(home: "/nowhere").names == ["above"])
            #expect(place.survey(home: "/nowhere").searched.contains("/.nx1/questions"))
        }
    }

    @Test("need no home, shell home or working directory")
    func nothing() {
        let folders = TeamFolders(
            kind: "crews", form: .init(endings: ["yaml"]), shellHome: nil,
            workingDirectory: "/nowhere/at/all",
            home: nil)
        #expect(folders.survey().files == [])
        #expect(folders.survey().searchSentence == "No folders to search.")
        #expect(folders.personalFolder == nil)
    }

    @Test("are those with the right ending; hidden and other files are ignored")
    func endings() async throws {
        try await withPlace { place in
            for name in [
                "b.yaml", "a.json", "a.yaml", ".hidden.yaml", ".yaml", "notes.txt", "c/agents.yaml",
                "\u{1B}[2J.yaml",
            ] {
                try TemporaryFolder.write("x", to: ".nx1/questions/" + name, in: place.project)
            }
            let form = TeamFolders.Form(endings: ["yaml", "json"], takesFolders: true)
            let files = place.survey(form: form).files
            #expect(files.map { $0.path.split(separator: "/").last } == ["a.yaml", "a.json", "b.yaml", "c"])
            #expect(place.survey().files == [])
        }
    }

    @Test("of another user are skipped with a warning")
    func otherUser() async throws {
        try await withPlace { place in
            try TemporaryFolder.write("x", to: ".nx1/questions/x.md", in: place.project)
            let (own, other): (UInt32, UInt32) = (geteuid(), geteuid() + 1)
            #expect(place.survey(user: own, administrator: other).names == ["x"])
            #expect(place.survey(user: other, administrator: own).names == ["x"])
            let files = place.survey(user: other, administrator: other)
            #expect(files.names == [])
            #expect(
                files.warnings == [
                    "Skipped \(place.project)/.nx1: it belongs to another user. To use it, copy it to a folder of your own."
                ])
        }
    }

    @Test(
        "that every user can change are skipped with a warning",
        arguments: ["/.nx1", "/.nx1/questions", "/.nx1/questions/x.md"])
    func writable(part: String) async throws {
        try await withPlace { place in
            try TemporaryFolder.write("x", to: ".nx1/questions/x.md", in: place.project)
            #expect(chmod(place.project + part, 0o777) == 0)
            let files = place.survey()
            #expect(files.names == [])
            #expect(
                files.warnings == [
                    "Skipped \(place.project)\(part): every user can change it. If you trust it, run `chmod o-w` on it."
                ])
        }
    }

    @Test("can't be links out of the project, which could lead to a private file")
    func links() async throws {
        try await withPlace { place in
            let secret = try TemporaryFolder.write("secret", to: ".ssh/id", in: place.home)
            let shared = try TemporaryFolder.write("fine", to: "shared.md", in: place.project)
            try TemporaryFolder.write("x", to: ".nx1/questions/x.md", in: place.project)
            let folder = place.project + "/.nx1/questions"
            #expect(symlink(secret, folder + "/leak.md") == 0)
            #expect(symlink(shared, folder + "/shared.md") == 0)
            #expect(symlink("loop.md", folder + "/loop.md") == 0)
            let files = place.survey()
            #expect(files.names == ["shared", "x"])
            #expect(
                files.warnings == [
                    "Skipped \(folder)/leak.md: it is a link to a file outside \(place.project). To use it, replace the link with a copy.",
                    "Couldn't read \(folder)/loop.md: too many levels of symbolic links.",
                ])
        }
    }

    @Test("are reported with one warning if a loop of links or a file replaces the folder")
    func broken() async throws {
        try await withPlace { place in
            try TemporaryFolder.write("x", to: "questions/mine.md", in: place.shellHome)
            #expect(symlink(".nx1", place.deep + "/.nx1") == 0)
            try TemporaryFolder.write("x", to: "a/.nx1/questions", in: place.project)
            try TemporaryFolder.write("x", to: ".nx1", in: place.project)
            let files = place.survey()
            #expect(files.names == ["mine"])
            #expect(
                files.warnings == [
                    "Couldn't read \(place.deep)/.nx1: too many levels of symbolic links.",
                    "Couldn't read the folder \(place.project)/a/.nx1/questions: it is a file.",
                ])
        }
    }

    @Test("in an unreadable folder are reported with one warning")
    func unreadable() async throws {
        try await withPlace { place in
            try TemporaryFolder.write("x", to: ".nx1/questions/x.md", in: place.project)
            #expect(chmod(place.project + "/.nx1/questions", 0) == 0)
            defer { chmod(place.project + "/.nx1/questions", 0o700) }
            let files = place.survey()
            // The superuser can read everything, unless that capability is dropped.
            let isReadable = access(place.project + "/.nx1/questions", R_OK) == 0
            let warning = "Couldn't read the folder \(place.project)/.nx1/questions: permission denied."
            #expect(files.warnings == (isReadable ? [] : [warning]))
        }
    }

    @Test("count once if the shell's home is a parent folder")
    func sameFolder() async throws {
        try await withPlace { place in
            try TemporaryFolder.write("x", to: ".nx1/questions/x.md", in: place.project)
            let files = TeamFolders(
                kind: "questions", form: .init(endings: ["md"]), shellHome: place.project + "/.nx1",
                workingDirectory: place.deep, home: place.home
            ).survey()
            #expect(files.files.map(\.isPersonal) == [true])
        }
    }
}

@Suite("A text file")
struct TextFileTests {
    private func failure(_ path: String) -> TextFile.Failure? {
        do throws(TextFile.Failure) {
            _ = try TextFile.read(path)
            return nil
        } catch {
            return error
        }
    }

    @Test("is read without its byte order mark")
    func read() async throws {
        try await withTemporaryFolder { folder in
            let path = try TemporaryFolder.write("\u{FEFF}grüße\r\n", to: "x", in: folder)
            #expect(try TextFile.read(path) == "grüße\r\n")
        }
    }

    @Test("is rejected if it is missing, not a regular file, not text, or too large")
    func refused() async throws {
        try await withTemporaryFolder { folder in
            #expect(failure(folder + "/none")?.reason == "no such file")
            #expect(failure(folder + "/a\0b")?.reason == "no such file")
            #expect(failure(folder)?.reason == "it is a folder, not a regular file")
            let latin = try TemporaryFolder.write(Array("ok\n".utf8) + [0xE4, 0x0A], to: "latin", in: folder)
            #expect(failure(latin) == .notText(line: 2))
            #expect(failure(latin)?.reason == "it isn't valid UTF-8")
            let large = try TemporaryFolder.write(
                [UInt8](repeating: 0x61, count: 1 << 20 + 1), to: "l", in: folder)
            #expect(failure(large)?.reason == "it is larger than 1024 KiB")
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            #expect(failure(folder + "/pipe")?.reason == "it is a pipe, not a regular file")
        }
    }
}
