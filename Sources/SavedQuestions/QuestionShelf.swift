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

/// The saved questions of a person and a team, in their folders.
package struct QuestionShelf: Sendable {
    /// All questions that can be asked.
    package struct Listing: Sendable {
        /// The nearest first. A name occurs once.
        package fileprivate(set) var questions: [SavedQuestion] = []
        /// The files that can't be used, and why, in sentences.
        package fileprivate(set) var problems: [String] = []
    }

    private let folders: TeamFolders
    private let commands: Set<String>

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

    /// The question's file, nearest first, with the warnings of the search; no file is read.
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

    /// The question that `:NAME` asks; nil if no folder has one (see ``TeamFiles/searchSentence``).
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
            throw QuestionRefusal("\(file.path)\(line): The question can't be read: \(error.reason).")
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
        /// The team's question of the same name, which is the one that `:NAME` asks here.
        package let team: TeamFile?
    }

    /// The path of the person's own question of this name, whether it exists or not.
    /// - Throws: ``QuestionRefusal`` for a name that no question can have, and without a home folder of the shell.
    package func personalPath(for name: String) throws(QuestionRefusal) -> String {
        if let refusal = QuestionName.refusal(of: name, commands: commands) { throw QuestionRefusal(refusal) }
        guard let folder = folders.personalFolder else {
            throw QuestionRefusal("There is no folder for questions. Set HOME or NX1_SHELL_HOME.")
        }
        return "\(folder)/\(name).md"
    }

    /// Saves a question as the person's own, in place of one with the same name. The file is replaced atomically, and is private.
    /// - Throws: ``QuestionRefusal``.
    package func save(_ question: SavedQuestion) throws(QuestionRefusal) -> Change {
        try save(source: question.source, named: question.name)
    }

    /// Saves the content of a question's file, as an editor left it. What wouldn't be a valid question is refused, and not saved.
    /// - Throws: ``QuestionRefusal``.
    package func save(source: String, named name: String) throws(QuestionRefusal) -> Change {
        let path = try personalPath(for: name)
        do throws(SourceProblem) {
            _ = try SavedQuestion(parsing: source, name: name, path: path)
        } catch {
            throw QuestionRefusal("The question isn't saved. \(error)")
        }
        let bytes = Array(source.utf8)
        guard bytes.count <= Descriptor.mostSettings else {
            let limit = Descriptor.mostSettings >> 20
            throw QuestionRefusal("The question isn't saved: it has more than \(limit) MiB.")
        }
        do {
            try PrivateFile(path: path).update { _ in bytes }
        } catch {
            throw QuestionRefusal("Couldn't write \(path): \(error).")
        }
        return Change(path: path, team: team(name))
    }

    /// Removes the person's own question.
    /// - Throws: ``QuestionRefusal``, also for a question of a team, whose file isn't the person's alone.
    package func remove(_ name: String) throws(QuestionRefusal) -> Change {
        let path = try personalPath(for: name)
        guard unlink(path) == 0 else {
            let reason = errno
            guard reason == ENOENT else {
                throw QuestionRefusal("Couldn't remove \(path): \(String(cString: strerror(reason))).")
            }
            if let team = team(name) {
                throw QuestionRefusal(
                    "`:\(name)` is a question of your team. To remove it, delete \(team.path).")
            }
            throw QuestionRefusal("There is no question `\(name)`. \(survey().searchSentence)")
        }
        return Change(path: path, team: team(name))
    }

    private func team(_ name: String) -> TeamFile? {
        survey().files.first { $0.name == name && !$0.isPersonal }
    }
}
