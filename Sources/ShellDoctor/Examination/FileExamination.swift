import Nx1Client
import Nx1Settings
import RunJournal

/// Examines the files of the shell.
struct FileExamination {
    private let subject: DoctorSubject

    init(_ subject: DoctorSubject) {
        self.subject = subject
    }

    /// Examines all files.
    /// - Throws: `CancellationError`.
    func checks() async throws -> [Check] {
        let environment = subject.environment
        var checks: [Check] = []
        let profiles = ProfileFile.path(in: environment)
        if let home = environment["HOME"], !home.isEmpty, profiles == home + "/.nx1/profiles" {
            checks.append(.check(of: try await .examined("nx1_folder", home + "/.nx1", expected: .folder)))
        }
        checks.append(.check(of: try await .examined("profiles_file", profiles, isSecret: true)))
        if let file = subject.keyFile {
            checks.append(.check(of: try await .examined("key_file", file, isSecret: true)))
        }
        return try await checks + shellFiles()
    }

    private func shellFiles() async throws -> [Check] {
        guard let home = subject.shellHome else {
            let check = Check.warning(
                "shell_folder", "There is no folder for the history, the journal and sign-ins.",
                advice: "Set HOME to a folder that exists, or set NX1_SHELL_HOME to a folder that you own.")
            return try await [check, journal()]
        }
        let folder = Check.check(of: try await .examined("shell_folder", home, expected: .folder))
        if folder.state == .failure {
            let names = ["startup_file", "history", "tokens"] + (subject.journal.isOnDisk ? ["journal"] : [])
            return [folder] + names.map { .skipped($0, "The shell folder can't be used.") }
        }
        var files = [
            try await FileFacts.examined("startup_file", home + "/rc"),
            try await .examined("history", home + "/history", countsLines: true),
            try await .examined("tokens", home + "/tokens.json", isSecret: true),
        ]
        if subject.journal.isOnDisk {
            files.append(try await .examined("journal_file", home + "/journal.sqlite"))
        }
        return try await [folder] + files.map { .check(of: $0) } + [journal()]
    }

    private func journal() async throws -> Check {
        let journal = subject.journal
        guard journal.isOnDisk else { return .check(of: .inMemory(subject.journalReason)) }
        let examination = try await BoundedWork.run(within: .seconds(8)) {
            await journal.examine(within: .seconds(3))
        }
        switch examination {
        case .some(.some(let found)): return .check(of: .examined(found))
        case .some(.none): return .check(of: .inMemory(subject.journalReason))
        case .none: return .check(of: .silence(path: (subject.shellHome ?? "") + "/journal.sqlite"))
        }
    }
}
