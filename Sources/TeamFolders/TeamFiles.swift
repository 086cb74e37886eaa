/// A file of a person or a team.
package struct TeamFile: Sendable, Hashable {
    /// The name of the file without its ending.
    package let name: String
    package let path: String
    /// The folder that contains it.
    package let folder: String
    /// Whether the folder is the person's own, rather than in the working directory or above it.
    package let isPersonal: Bool
}

/// The files of one kind that a person can use in a directory.
package struct TeamFiles: Sendable {
    /// The kind of file, such as `questions`.
    package let kind: String
    /// All files, nearest folder first, the person's own last; sorted by name within a folder. Names can repeat.
    package internal(set) var files: [TeamFile] = []
    /// Why files were skipped or couldn't be read, as sentences.
    package internal(set) var warnings: [String] = []
    /// The folders that were searched, whether or not they exist, in search order.
    package internal(set) var searched: [String] = []

    init(kind: String) {
        self.kind = kind
    }

    /// The file for `name`: the one in the nearest folder.
    package subscript(_ name: String) -> TeamFile? { files.first { $0.name == name } }

    /// The unique names, in the order of ``files``.
    package var names: [String] {
        var known: Set<String> = []
        return files.map(\.name).filter { known.insert($0).inserted }
    }

    /// Whether a nearer file has the same name.
    package func isShadowed(_ file: TeamFile) -> Bool { self[file.name] != file }

    /// The searched folders, as a sentence.
    package var searchSentence: String {
        let team = searched.filter { $0.hasSuffix("/.nx1/\(kind)") }
        let personal = searched.last.flatMap { team.contains($0) ? nil : $0 }
        var places = Array(team.prefix(1))
        if team.count == 2 { places.append(team[1]) }
        if let last = team.last, team.count > 2 {
            places.append(".nx1/\(kind) in each folder above it, up to \(last)")
        }
        if let personal { places.append(personal) }
        guard let end = places.last else { return "No folders to search." }
        let others = places.dropLast().joined(separator: ", ")
        return others.isEmpty ? "Looked in \(end)." : "Looked in \(others) and \(end)."
    }
}
