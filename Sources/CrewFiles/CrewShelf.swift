package import TeamFolders

/// The crews of a person and a team, in their folders: files and folders that are a crew by their name.
package struct CrewShelf: Sendable {
    private let folders: TeamFolders

    /// - Parameters:
    ///   - shellHome: the shell's home folder; nil without one.
    ///   - workingDirectory: an absolute path.
    ///   - home: the person's home directory; nil if it is unknown.
    package init(shellHome: String?, workingDirectory: String, home: String?) {
        folders = TeamFolders(
            kind: "crews", form: .init(endings: ["yaml", "yml", "json"], takesFolders: true),
            shellHome: shellHome, workingDirectory: workingDirectory, home: home)
    }

    /// The files of all crews, with the warnings of the search; no file is read.
    package func survey() -> TeamFiles { folders.survey() }

    /// The nearest crew with this name; nil if no folder has one (see ``TeamFiles/searchSentence``).
    /// - Throws: ``CrewFileFailure``.
    package func crew(named name: String) throws(CrewFileFailure) -> CrewFile? {
        guard let file = survey()[name] else { return nil }
        return try CrewFile.read(file.path)
    }
}
