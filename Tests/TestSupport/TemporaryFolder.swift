import Foundation

/// A temporary folder for a test, removed afterwards.
public enum TemporaryFolder {
    static func create() throws -> String {
        let name = "nx1-\(UUID().uuidString.prefix(8).lowercased())"
        return try create(in: FileManager.default.temporaryDirectory.path, named: name)
    }

    static func create(in folder: String, named name: String) throws -> String {
        let path = URL(filePath: folder).appending(path: name).path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return path
    }

    static func remove(_ path: String) {
        // A program that is exiting may still write into the folder. Leaving it behind isn't a failure.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file into a folder, creates missing parent folders, and returns the file's path.
    @discardableResult
    public static func write(
        _ content: String, to name: String, in folder: String, mode: Int = 0o600
    ) throws -> String {
        try write(Array(content.utf8), to: name, in: folder, mode: mode)
    }

    /// Writes a file into a folder, creates missing parent folders, and returns the file's path.
    @discardableResult
    public static func write(
        _ content: [UInt8], to name: String, in folder: String, mode: Int = 0o600
    ) throws -> String {
        let file = URL(filePath: folder).appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        return file.path
    }

    /// The text of a file. Invalid UTF-8 is replaced with U+FFFD.
    public static func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    /// The permission bits of a file or folder.
    public static func mode(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }
}

/// Calls a body with the path of a new, empty folder with mode 0700, and removes the folder afterwards.
public func withTemporaryFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let path = try TemporaryFolder.create()
    defer { TemporaryFolder.remove(path) }
    return try await body(path)
}
