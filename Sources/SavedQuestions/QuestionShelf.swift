import Descriptors
import LocatedValues
import Nx1Values
package import TeamFolders

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The saved questions in the person's and the team's folders.
package struct QuestionShelf: Sendable {
    /// All usable questions.
    package struct Listing: Sendable {
        /// Nearest first. Names are unique.
        package fileprivate(set) var questions: [SavedQuestion] = []
        /// The unusable files and the reasons, as sentences.
        package fileprivate(set) var problems: [String] = []
    }

    private let folders: TeamFolders
    private let commands: Set<String>
    /// Masks secrets. A question that contains one is never written.
    package var mask: @Sendable (String) -> String = { $0 }

    /// - Parameters:
    ///   - shellHome: the shell's home folder; nil without one.
    ///   - workingDirectory: an absolute path.
    ///   - home: the person's home directory; nil if it is unknown.
    ///   - commands: the names and aliases of the shell's own commands, which no question can have.
    package init(shellHome: String?, workingDirectory: String, home: String?, commands: some Sequence<String>)
    {
        self.init(
            folders: TeamFolders(
                kind: "questions", form: .init(endings: ["md"]), shellHome: shellHome,
                workingDirectory: workingDirectory, home: home),
            commands: commands)
    }

    init(folders: TeamFolders, commands: some Sequence<String>) {
        self.folders = folders
        self.commands = Set(commands)
    }

    /// The question files, nearest first, and the warnings of the search. Doesn't read any file.
    package func survey() -> TeamFiles { folders.survey() }

    /// Reads all questions.
    package func list() -> Listing {
        let files = survey()
        var listing = Listing()
        listing.problems = files.warnings
        for file in files.files {
            if let refusal = QuestionName.refusal(of: file.name, commands: commands) {
                listing.problems.append("Skipped \(file.path): \(refusal)")
            } else if !files.isShadowed(file) {
                do throws(QuestionRefusal) {
                    listing.questions.append(try Self.read(file))
                } catch {
                    listing.problems.append(error.description)
                }
            }
        }
        return listing
    }

    /// The question named `name`; nil if no folder has one (see ``TeamFiles/searchSentence``).
    /// - Throws: ``QuestionRefusal`` with file and line if its file can't be used.
    package func question(named name: String) throws(QuestionRefusal) -> SavedQuestion? {
        guard QuestionName.refusal(of: name, commands: commands) == nil, let file = survey()[name] else {
            return nil
        }
        return try Self.read(file)
    }

    private static func read(_ file: TeamFile) throws(QuestionRefusal) -> SavedQuestion {
        let source: String
        do throws(TextFile.Failure) {
            source = try TextFile.read(file.path)
        } catch {
            let line = error.line.map { ":\($0)" } ?? ""
            throw QuestionRefusal("\(file.path)\(line): Couldn't read the question: \(error.reason).")
        }
        do throws(SourceProblem) {
            return try SavedQuestion(parsing: source, name: file.name, path: file.path)
        } catch {
            throw QuestionRefusal("\(error)")
        }
    }
}

extension QuestionShelf {
    /// A file that was written or removed.
    package struct Change: Sendable, Hashable {
        package let path: String
        /// The team's question of the same name, which takes precedence here.
        package let team: TeamFile?
    }

    /// The path of the person's own question of this name, whether or not it exists.
    /// - Throws: ``QuestionRefusal`` for an invalid name, or if the shell has no home folder.
    package func personalPath(for name: String) throws(QuestionRefusal) -> String {
        if let refusal = QuestionName.refusal(of: name, commands: commands) { throw QuestionRefusal(refusal) }
        guard let folder = folders.personalFolder else {
            throw QuestionRefusal("No folder for questions. Set HOME or NX1_SHELL_HOME.")
        }
        return "\(folder)/\(name).md"
    }

    /// Saves a question as the person's own, replacing one with the same name. The file is replaced atomically, and
    /// is private.
    /// - Throws: ``QuestionRefusal``.
    package func save(_ question: SavedQuestion) throws(QuestionRefusal) -> Change {
        try save(source: question.source, named: question.name)
    }

    /// Saves the content of a question's file, as edited, if it is a valid question.
    /// - Throws: ``QuestionRefusal``.
    package func save(source: String, named name: String) throws(QuestionRefusal) -> Change {
        let path = try personalPath(for: name)
        if mask(source) != source {
            throw QuestionRefusal(
                "The question contains a key or token of yours, so it wasn't saved. Leave it out: nx1sh sends the key with each request."
            )
        }
        do throws(SourceProblem) {
            _ = try SavedQuestion(parsing: source, name: name, path: path)
        } catch {
            throw QuestionRefusal("The question wasn't saved. \(error)")
        }
        let bytes = Array(source.utf8)
        guard bytes.count <= Descriptor.mostSettings else {
            let limit = Descriptor.mostSettings >> 20
            throw QuestionRefusal("The question wasn't saved: it is larger than \(limit) MiB.")
        }
        do {
            try PrivateFile(path: path).update { _ in bytes }
        } catch {
            throw QuestionRefusal("Couldn't write \(path): \(error).")
        }
        return Change(path: path, team: team(name))
    }

    /// Removes the person's own question.
    /// - Throws: ``QuestionRefusal``, also for a team's question, because its file is shared.
    package func remove(_ name: String) throws(QuestionRefusal) -> Change {
        let path = try personalPath(for: name)
        guard unlink(path) == 0 else {
            let reason = errno
            guard reason == ENOENT else {
                throw QuestionRefusal("Couldn't remove \(path): \(SystemFailure(errno: reason)).")
            }
            if let team = team(name) {
                throw QuestionRefusal(
                    "`:\(name)` is your team's question. To remove it, delete \(team.path).")
            }
            throw QuestionRefusal("Unknown saved question `\(name)`. \(survey().searchSentence)")
        }
        return Change(path: path, team: team(name))
    }

    private func team(_ name: String) -> TeamFile? {
        survey().files.first { $0.name == name && !$0.isPersonal }
    }
}
