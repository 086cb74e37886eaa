package import TeamFolders

/// The crews in the person's and the team's folders: files and folders that are crews by name.
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

    /// The files of all crews, and the warnings of the search. Doesn't read any file.
    package func survey() -> TeamFiles { folders.survey() }

    /// The nearest crew with this name; nil if no folder has one (see ``TeamFiles/searchSentence``).
    /// - Throws: ``CrewFileFailure``.
    package func crew(named name: String) throws(CrewFileFailure) -> CrewFile? {
        guard let file = survey()[name] else { return nil }
        return try CrewFile.read(file.path)
    }
}
