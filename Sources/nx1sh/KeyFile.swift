import Nx1Shell
import ShellInput

/// A key that is kept in a file, or comes on stdin.
enum KeyFile {
    static func read(_ path: String) throws -> String {
        let files = InputFiles.onDisk(home: nil, limit: 64 << 10)
        return String(decoding: try files.bytes(at: path == "-" ? "/dev/stdin" : path), as: UTF8.self)
    }
}
