import Foundation

/// The files of the repository that contains the tests.
enum RepositoryFile {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The path of a file.
    static func path(_ name: String) -> String {
        root.appending(path: name).path
    }

    /// The text of a file.
    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }
}
