package import LineEditor
import ShellInput
import ShellText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds files by the beginnings of their paths.
package struct FileNames: Sendable {
    /// The folder that `~/` stands for.
    let home: String?

    /// - Parameter home: the folder that `~/` stands for.
    package init(home: String?) {
        self.home = home
    }

    /// A file or folder.
    package struct Name: Equatable {
        /// The path as typed; a folder's ends in a slash.
        package let path: String
        /// The last part of the path.
        package let label: String
        /// Whether it is a folder.
        package let isFolder: Bool
    }

    /// The files and folders whose paths start with `path`, sorted by name. Hidden ones are included only if their
    /// dot has been typed.
    ///
    /// Names that aren't UTF-8 or contain control characters are omitted, because the inserted text couldn't be read.
    package func matching(_ path: String) -> [Name] {
        if path == "~", home != nil { return [Name(path: "~/", label: "~/", isFolder: true)] }
        let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let (folder, beginning) = (String(path[..<end]), String(path[end...]))
        let place = place(of: folder)
        return names(in: place.isEmpty ? "." : place)
            .filter { $0.hasPrefix(beginning) && (beginning.hasPrefix(".") || !$0.hasPrefix(".")) }
            .sorted()
            .map { name in
                let shown = isFolder(place + name) ? name + "/" : name
                return Name(path: folder + shown, label: shown, isFolder: shown != name)
            }
    }

    private func place(of folder: String) -> String {
        guard let home, !home.isEmpty, folder.hasPrefix("~/") else { return folder }
        return home + folder.dropFirst()
    }

    private func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard let name = String(validating: bytes, as: UTF8.self), name != ".", name != ".." else {
                continue
            }
            if name == VisibleText.visibleLine(name) { names.append(name) }
        }
        return names
    }

    private func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }
}

/// A partly typed request item whose value is a file: `key=@`, `key:=@"two wo`.
package struct TypedFileItem {
    /// The key and the sign.
    let head: String
    /// The path without its quotes.
    let path: String
    let isQuoted: Bool

    /// Returns nil if the word isn't such an item.
    package init?(_ word: String) {
        let bytes = Array(word.utf8)
        guard let head = RequestItemHead(bytes[...]), head.sign == .textFile || head.sign == .jsonFile else {
            return nil
        }
        self.head = String(decoding: bytes[..<head.end], as: UTF8.self)
        let value = String(decoding: bytes[head.end...], as: UTF8.self)
        isQuoted = value.hasPrefix("\"") || value.hasPrefix("'")
        path = isQuoted ? Self.unquoted(value) : value
    }

    /// The item completed with each matching file, quoted if necessary.
    package func candidates(in files: FileNames) -> [Candidate] {
        let names = files.matching(path)
        // Quote all names or none, so that their common prefix doesn't end at a quote.
        let needsQuotes = isQuoted || names.contains { Self.needsQuotes($0.path) }
        return names.map { name in
            let written = needsQuotes ? Self.quoted(name.path) + (name.isFolder ? "" : "\"") : name.path
            return Candidate(text: head + written, label: name.label, isFinal: !name.isFolder)
        }
    }

    private static func needsQuotes(_ path: String) -> Bool {
        path.contains(where: \.isWhitespace) || path.hasPrefix("\"") || path.hasPrefix("'")
    }

    /// Quotes a path, without the closing quote.
    private static func quoted(_ path: String) -> String {
        path.reduce(into: "\"") { quoted, character in
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
    }

    private static func unquoted(_ value: String) -> String {
        guard let quote = value.first else { return value }
        var text = ""
        var isEscaped = false
        for character in value.dropFirst() {
            if isEscaped {
                if character != "\"", character != "\\" { text.append("\\") }
                text.append(character)
                isEscaped = false
            } else if character == "\\", quote == "\"" {
                isEscaped = true
            } else if character == quote {
                break
            } else {
                text.append(character)
            }
        }
        return text
    }
}
