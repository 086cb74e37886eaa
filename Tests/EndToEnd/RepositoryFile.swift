import Foundation

/// A file of the repository that these tests stand in.
enum RepositoryFile {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Where it is.
    static func path(_ name: String) -> String {
        root.appending(path: name).path
    }

    /// What is in it.
    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }
}
