#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file with secrets that is not its owner's alone.
package struct OpenSecretFile {
    private let path: String

    /// Nil if there is no such file, or nobody else can read or write it.
    package init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_mode & 0o066 != 0 else {
            return nil
        }
        self.path = path
    }

    /// What is wrong, and the command that mends it.
    package var sentence: String {
        let isPlain = path.utf8.allSatisfy { byte in
            byte >= 0x80 || "/._-+~".utf8.contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        let word = isPlain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
        return "\(path) holds secrets and is open to others on this machine; close it with: chmod 600 \(word)"
    }
}
