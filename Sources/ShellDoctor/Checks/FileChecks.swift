import Descriptors
import Nx1Events

/// A file or folder of the shell, and what is at its path.
struct FileFacts: Sendable, Hashable {
    /// What is at the path.
    enum Found: Sendable, Hashable {
        case nothing
        /// Nothing is there, and nothing can be created: the nearest folder above it isn't writable.
        case unwritable(folder: String)
        /// The system refuses access: why, as the end of a sentence.
        case hidden(String)
        /// The file system doesn't respond.
        case silence
        case file(Entry)
    }

    /// A file that is there.
    struct Entry: Sendable, Hashable {
        var kind: Kind
        /// The permission bits.
        var mode: UInt32
        var size: Int
        /// Whether it belongs to the user that runs the shell.
        var isOwn: Bool
        /// Whether the shell can read and write it.
        var isUsable: Bool
        /// How many lines it has, if they are counted.
        var lineCount: Int?

        init(
            kind: Kind = .file, mode: UInt32 = 0o600, size: Int = 0, isOwn: Bool = true,
            isUsable: Bool = true,
            lineCount: Int? = nil
        ) {
            self.kind = kind
            self.mode = mode
            self.size = size
            self.isOwn = isOwn
            self.isUsable = isUsable
            self.lineCount = lineCount
        }
    }

    /// The kind of a file.
    enum Kind: String, Sendable, Hashable {
        case file = "a regular file"
        case folder = "a folder"
        case pipe = "a pipe"
        case null = "/dev/null"
        case other = "neither a file nor a folder"
    }

    /// The name of the check.
    var name: String
    var path: String
    /// The kind that it must have if it exists.
    var expected: Kind
    /// Whether it holds keys or tokens.
    var isSecret: Bool
    var found: Found

    init(
        _ name: String, _ path: String, expected: Kind = .file, isSecret: Bool = false, found: Found
    ) {
        self.name = name
        self.path = path
        self.expected = expected
        self.isSecret = isSecret
        self.found = found
    }
}

extension FileFacts {
    /// The variable that names another place, and what to set it to.
    fileprivate var variable: String {
        ["nx1_folder", "profiles_file"].contains(name)
            ? "NX1_PROFILES_PATH to a file in a folder that you own"
            : "NX1_SHELL_HOME to a folder that you own"
    }
}

extension Check {
    /// Returns the check of a file or folder.
    static func check(of file: FileFacts) -> Check {
        switch file.found {
        case .nothing: .ok(file.name, "\(file.path) doesn't exist yet.")
        case .unwritable(let folder):
            .failure(
                file.name, "\(file.path) doesn't exist, and you can't create it: \(folder) isn't writable.",
                advice: "Make \(folder) writable, or set \(file.variable).")
        case .hidden(let reason):
            .failure(
                file.name, "\(file.path) can't be examined: \(reason).",
                advice: "Check the permissions of the folders above it.")
        case .silence:
            .failure(
                file.name, "\(file.path) doesn't respond.",
                advice: "Its file system may be a network share that is unavailable.")
        case .file(let entry): check(of: file, entry)
        }
    }

    private static func check(of file: FileFacts, _ entry: FileFacts.Entry) -> Check {
        let (path, word) = (file.path, ShellWord(file.path))
        if entry.kind == .null, file.expected == .file {
            return .ok(file.name, "\(path), so nothing is stored.")
        }
        guard entry.kind == file.expected else {
            return .failure(
                file.name, "\(path) is \(entry.kind.rawValue), not \(file.expected.rawValue).",
                advice: "Move it away, or use another path.")
        }
        let letters = file.expected == .folder ? "u+rwx" : "u+rw"
        guard entry.isUsable else {
            return .failure(
                file.name, "You can't read and write \(path) (mode \(octal(entry.mode))).",
                advice: entry.isOwn
                    ? "chmod \(letters) \(word)" : "It belongs to another user. Use one of yours.")
        }
        guard entry.isOwn else {
            return .warning(
                file.name, "\(path) belongs to another user, who can change it.",
                advice: "sudo chown \"$USER\" \(word)")
        }
        if entry.mode & 0o077 != 0 {
            let what = file.isSecret ? "contains secrets, but" : "is private, but"
            return .warning(
                file.name,
                "\(path) \(what) other users of this machine can access it (mode \(octal(entry.mode))).",
                advice: "chmod \(file.expected == .folder ? "700" : "600") \(word)")
        }
        return .ok(file.name, "\(path) (\(facts(of: entry).joined(separator: ", ")))")
    }

    private static func facts(of entry: FileFacts.Entry) -> [String] {
        guard entry.kind == .file else { return ["mode \(octal(entry.mode))"] }
        return [
            "mode \(octal(entry.mode))", "\(ByteCount(entry.size))",
            entry.lineCount.map { $0 == 1 ? "1 entry" : "\($0) entries" },
        ].compactMap(\.self)
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode & 0o7777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
