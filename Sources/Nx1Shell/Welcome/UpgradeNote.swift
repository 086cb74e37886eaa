import Nx1Values
import ShellOutput
import ShellSession

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Decides whether the first prompt tells what is new in this version.
enum UpgradeNote: Equatable {
    /// This version or a newer one was here before.
    case nothing
    /// The person is new: only the version is stored.
    case record
    /// The person used an older version.
    case announce

    /// - Parameters:
    ///   - stored: the content of the file `version` in the shell's folder; nil without one.
    ///   - current: the number of this version.
    ///   - hasHistory: whether the person has typed lines before. Versions before 0.2.0 didn't store their number.
    init(stored: String?, current: String, hasHistory: Bool) {
        guard let stored else {
            self = hasHistory ? .announce : .record
            return
        }
        let (old, new) = (Self.parts(of: stored), Self.parts(of: current))
        self = old.lexicographicallyPrecedes(new) ? .announce : .nothing
    }

    /// The numbers of "0.10.2"; none of a text that isn't a version.
    private static func parts(of version: String) -> [Int] {
        let parts = version.split(whereSeparator: \.isWhitespace).first.map { $0.split(separator: ".") } ?? []
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == parts.count ? numbers : []
    }
}

extension Session {
    /// Says once what is new in this version, to a person who used an older one.
    func announceUpgrade() {
        guard let folder = surroundings.folders.shellHome else { return }
        let program = surroundings.program
        let file = PrivateFile(path: folder + "/version")
        let note: UpgradeNote
        do {
            let stored = try file.read()
            note = UpgradeNote(
                stored: stored.map { String(decoding: $0.prefix(64), as: UTF8.self) },
                current: program.number, hasHistory: access(folder + "/history", F_OK) == 0)
            if note == .nothing { return }
            // Unless this is stored, every start would announce the same news.
            try file.update { _ in Array("\(program.number)\n".utf8) }
        } catch {
            // The history and the journal report a folder that can't be written.
            return
        }
        if note == .announce {
            surroundings.console.note("New in \(program.number): \(program.news) More: :help changelog")
        }
    }
}
