import SavedQuestions
import ShellInput
import TeamFolders
import TestSupport
import Testing

@Suite("The saved questions of a person and a team")
struct QuestionShelfTests {
    private struct Place {
        let root: String
        var shellHome: String { root + "/.nx1/shell" }
        var project: String { root + "/project" }

        func shelf(in directory: String = "project/deep") -> QuestionShelf {
            QuestionShelf(
                shellHome: shellHome, workingDirectory: root + "/" + directory, home: root,
                commands: ["runs", "define"])
        }
    }

    private func withPlace(_ body: (Place) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let place = Place(root: folder)
            try TemporaryFolder.write("", to: "project/deep/file", in: folder)
            try await body(place)
        }
    }

    private func refusal(_ attempt: () throws -> Void) -> String? {
        do {
            try attempt()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("work at once in a cloned folder, and are explained elsewhere")
    func team() async throws {
        try await withPlace { place in
            for name in ["weekly", "late", "top"] {
                try TemporaryFolder.write("Ask \(name)", to: ".nx1/questions/\(name).md", in: place.project)
            }
            let weekly = try place.shelf().question(named: "weekly")
            #expect(weekly?.text.source == "Ask weekly")
            #expect(place.shelf().list().questions.map(\.name) == ["late", "top", "weekly"])
            #expect(place.shelf().list().problems == [])
            let elsewhere = place.shelf(in: "")
            #expect(try elsewhere.question(named: "weekly") == nil)
            let sentence = elsewhere.survey().searchSentence
            #expect(sentence.hasSuffix("/.nx1/questions and \(place.shellHome)/questions."))
        }
    }

    @Test("are saved in a private file, replaced, and removed")
    func saving() async throws {
        try await withPlace { place in
            let shelf = place.shelf()
            let path = place.shellHome + "/questions/late.md"
            let change = try shelf.save(SavedQuestion(name: "late", text: "How many in {region}?"))
            #expect(change.path == path)
            #expect(change.team == nil)
            #expect(try TemporaryFolder.read(path) == "How many in {region}?\n")
            #expect(try TemporaryFolder.mode(of: path) == 0o600)
            #expect(try TemporaryFolder.mode(of: place.shellHome + "/questions") == 0o700)
            _ = try shelf.save(source: "---\n# mine\ncrew: ask\n---\nNew\n", named: "late")
            #expect(try TemporaryFolder.read(path) == "---\n# mine\ncrew: ask\n---\nNew\n")
            #expect(try shelf.question(named: "late")?.target == .crew("ask"))
            #expect(try shelf.remove("late").path == path)
            #expect(try shelf.question(named: "late") == nil)
        }
    }

    @Test("never contain a secret, however they are saved; a draft has it masked")
    func secrets() async throws {
        try await withPlace { place in
            var shelf = place.shelf()
            shelf.mask = { $0.replacing("sesame", with: "***") }
            let saved = refusal { _ = try shelf.save(SavedQuestion(name: "k", text: "My key is sesame.")) }
            #expect(
                saved?.hasPrefix("The question contains a key or token of yours, so it wasn't saved.") == true
            )
            #expect(shelf.draft(of: "k") == nil)
            let edited = refusal { _ = try shelf.save(edited: "My key is sesame.", named: "k") }
            #expect(edited?.contains("Your text is kept in ") == true)
            #expect(shelf.draft(of: "k") == "My key is ***.")
            let found = try shelf.question(named: "k")
            #expect(found == nil)
        }
    }

    @Test("of the team take precedence, and can't be removed by name")
    func precedence() async throws {
        try await withPlace { place in
            let path = try TemporaryFolder.write("Team", to: ".nx1/questions/late.md", in: place.project)
            let change = try place.shelf().save(SavedQuestion(name: "late", text: "Mine"))
            #expect(change.team?.path.hasSuffix("/project/.nx1/questions/late.md") == true)
            #expect(try place.shelf().question(named: "late")?.text.source == "Team")
            #expect(try place.shelf(in: "").question(named: "late")?.text.source == "Mine")
            #expect(place.shelf().list().questions.map(\.text.source) == ["Team"])
            #expect(try place.shelf().remove("late").team != nil)
            let refused = refusal { _ = try place.shelf().remove("late") }
            #expect(refused?.hasPrefix("`:late` is your team's question. To remove it, delete /") == true)
            #expect(try TemporaryFolder.read(path) == "Team")
        }
    }

    @Test("that are invalid are rejected, and change nothing")
    func refused() async throws {
        try await withPlace { place in
            let shelf = place.shelf()
            _ = try shelf.save(SavedQuestion(name: "late", text: "Good"))
            let path = place.shellHome + "/questions/late.md"
            #expect(
                refusal { _ = try shelf.save(source: "---\ncrw: x\n---\ny", named: "late") }
                    == "The question wasn't saved. \(path):2: Unknown key `crw`. Did you mean `crew`?")
            #expect(
                refusal { _ = try shelf.save(edited: "---\ncrw: x\n---\ny", named: "late") }?
                    .hasSuffix(
                        " Your text is kept in \(path).draft. To edit it again, use `:define late`.") == true)
            #expect(
                refusal { _ = try shelf.save(SavedQuestion(name: "late", text: " \n")) }
                    == "The question wasn't saved. \(path):1: The question has no text.")
            let large = SavedQuestion(name: "late", text: String(repeating: "x", count: 1 << 20))
            #expect(
                refusal { _ = try shelf.save(large) } == "The question wasn't saved: it is larger than 1 MiB."
            )
            #expect(
                refusal { _ = try shelf.save(SavedQuestion(name: "runs", text: "x")) }
                    == "`:runs` is a command. Choose another name for the question.")
            #expect(
                refusal { _ = try shelf.save(SavedQuestion(name: "../x", text: "x")) }?
                    .hasPrefix("`../x` isn't a valid question name") == true)
            #expect(try TemporaryFolder.read(path) == "Good\n")
            #expect(
                refusal { _ = try shelf.remove("nope") }?
                    .hasPrefix("Unknown saved question `nope`. Looked in ") == true)
            let homeless = QuestionShelf(
                shellHome: nil, workingDirectory: place.root, home: nil, commands: ["runs"])
            #expect(
                refusal { _ = try homeless.save(SavedQuestion(name: "x", text: "x")) }
                    == "No folder for questions. Set HOME or NX1_SHELL_HOME.")
        }
    }

    @Test("that can't be used are listed with their problems, next to usable ones")
    func problems() async throws {
        try await withPlace { place in
            for (name, text) in [("good", "x"), ("runs", "x"), ("bad", "---\nx: y\n---\nz"), ("a b", "x")] {
                try TemporaryFolder.write(text, to: ".nx1/questions/\(name).md", in: place.project)
            }
            try TemporaryFolder.write([0xFF], to: ".nx1/questions/latin.md", in: place.project)
            let listing = place.shelf().list()
            #expect(listing.questions.map(\.name) == ["good"])
            let ends = listing.problems.map { String($0.split(separator: "/").last ?? "") }
            #expect(
                ends == [
                    "a b.md: `a b` isn't a valid question name. Use letters, digits, `-` and `_`, and start with a letter.",
                    "bad.md:2: Unknown key `x`. The keys are `summary`, `crew`, `template`, `set`, `format`.",
                    "latin.md:1: Couldn't read the question: it isn't valid UTF-8.",
                    "runs.md: `:runs` is a command. Choose another name for the question.",
                ])
            #expect(throws: QuestionRefusal.self) { try place.shelf().question(named: "latin") }
            #expect(try place.shelf().question(named: "runs") == nil)
        }
    }
}
