import Nx1Client
import ShellOutput
import ShellText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Command {
    static let save = Command(
        name: "save", group: .runs, usage: "FILE [RUN] [-o FORMAT] [--force]",
        summary: "a run's answer into a file",
        gist: "an answer into a file",
        details: """
            As text unless -o says otherwise. --force replaces a file that is there.
            Folders that are missing are made.
            """,
        examples: [
            .init(":save late.md", "the last answer"),
            .init(":save late.csv %2 -o csv", "a table for others"),
        ],
        arguments: [.file, .run, .words(["-o", "--force"]), .format]
    ) { invocation, session in
        var words = invocation.words
        let format = try words.takeOption("-o", "--output").map(OutputFormat.find) ?? .text
        let isForced = words.takeFlag("--force")
        guard let path = words.next() else {
            throw Complaint.usage(":save wants a file.", advice: ":help save shows how.")
        }
        let name = words.next() ?? "last"
        try words.end(of: "save")
        let report = try await invocation.line.report(on: name)
        guard let shown = try format.run(report, .endless) else { return .none }
        let full =
            path.hasPrefix("~/")
            ? (invocation.line.surroundings.environment["HOME"] ?? "") + path.dropFirst() : path
        let folders = try SavedFile(path: full).write(shown.inPipe, over: isForced)
        invocation.console.note(
            "Saved to \(path)."
                + (folders.isEmpty
                    ? "" : " New folder\(folders.count > 1 ? "s" : ""): \(folders.joined(separator: ", ")).")
        )
        return .none
    }
}

/// A file that an answer goes to.
private struct SavedFile {
    let path: String

    /// Writes it, and makes the folders above it that are missing.
    /// - Parameter isForced: Whether a file that is there is replaced.
    /// - Returns: the folders that were made for it, the outermost first.
    func write(_ bytes: [UInt8], over isForced: Bool) throws(Complaint) -> [String] {
        let folders = try makeFolders()
        // A pipe that nobody reads is an error then, and no wait.
        let file = open(
            path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | (isForced ? O_TRUNC : O_EXCL), 0o666)
        guard file >= 0 else {
            if errno == EEXIST {
                throw .usage("\(path) is there already.", advice: "--force replaces it.")
            }
            throw failure("can't be written")
        }
        do throws(OutputFailure) {
            try ByteSink(fileDescriptor: file).write(bytes)
        } catch {
            close(file)
            throw failure("can't be written to its end", error.errno)
        }
        guard close(file) == 0 else { throw failure("can't be written to its end") }
        return folders
    }

    /// Makes the folders above it that are missing.
    private func makeFolders() throws(Complaint) -> [String] {
        var missing: [String] = []
        var folder = path[...]
        while let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
            folder = folder[..<slash]
            if folder.hasSuffix("/") { continue }
            if access(String(folder), F_OK) == 0 { break }
            missing.insert(String(folder), at: 0)
        }
        var made: [String] = []
        for folder in missing {
            if mkdir(folder, 0o777) == 0 {
                made.append(folder)
            } else if errno != EEXIST {
                let failure = failure("can't be written")
                for folder in made.reversed() { rmdir(folder) }
                throw failure
            }
        }
        return made
    }

    private func failure(_ what: String, _ number: Int32 = errno) -> Complaint {
        Complaint(
            .notSaved, "\(path) \(what): \(String(cString: strerror(number))).")
    }
}
