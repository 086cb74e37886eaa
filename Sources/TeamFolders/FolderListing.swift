import Descriptors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why a folder can't be listed.
package struct FolderFailure: Error, CustomStringConvertible {
    /// The reason, for the end of a sentence.
    package let description: String
}

/// Lists the names in a folder.
package enum FolderListing {
    /// The maximum number of entries. More can only be a mistake.
    private static let limit = 10_000

    /// The names in the folder at `path`, sorted. Hidden files are omitted, and so are names that aren't UTF-8 or
    /// contain control characters.
    /// - Throws: ``FolderFailure``, also for more than 10,000 entries.
    package static func names(in path: String) throws(FolderFailure) -> [String] {
        guard let stream = opendir(path) else {
            let reason = errno == ENOTDIR ? "it is a file" : SystemFailure(errno: errno).description
            throw FolderFailure(description: reason)
        }
        defer { closedir(stream) }
        var names: [String] = []
        var count = 0
        while let entry = readdir(stream) {
            count += 1
            guard count <= limit else {
                throw FolderFailure(description: "it has more than \(limit) entries")
            }
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard let name = String(validating: bytes, as: UTF8.self), !name.hasPrefix(".") else { continue }
            if name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) {
                names.append(name)
            }
        }
        return names.sorted()
    }
}
