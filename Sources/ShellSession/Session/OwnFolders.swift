package import CrewFiles
package import SavedQuestions
import ShellOutput
import ShellRuns

/// The folders that contain the user's and the team's files.
public struct OwnFolders: Sendable, Hashable {
    /// The shell's own folder, `~/.nx1/shell`; nil if there is none.
    package let shellHome: String?
    /// The folder where the search for `.nx1` starts; nil for no search.
    package let workingDirectory: String?
    /// The user's home directory; nil if unknown.
    package let home: String?

    /// - Parameters:
    ///   - shellHome: the shell's own folder; nil if there is none.
    ///   - workingDirectory: an absolute path; nil to search only the shell's own folder.
    ///   - home: the user's home directory; nil if unknown.
    public init(shellHome: String?, workingDirectory: String?, home: String?) {
        self.shellHome = shellHome
        self.workingDirectory = workingDirectory
        self.home = home
    }

    /// No folders at all.
    public static let none = OwnFolders(shellHome: nil, workingDirectory: nil, home: nil)
}

extension Session {
    /// The saved questions of the user and the team.
    package var questionShelf: QuestionShelf {
        let folders = surroundings.folders
        var shelf = QuestionShelf(
            shellHome: folders.shellHome, workingDirectory: folders.workingDirectory ?? "/",
            home: folders.home, commands: surroundings.commands.allNames)
        shelf.mask = connection.secretCover()
        return shelf
    }

    /// The crew files of the user and the team.
    package var crewShelf: CrewShelf {
        let folders = surroundings.folders
        return CrewShelf(
            shellHome: folders.shellHome, workingDirectory: folders.workingDirectory ?? "/",
            home: folders.home)
    }

    /// Prints a note about a file, unless it was printed before.
    package func sayOnce(_ sentence: String) {
        if saidOfFiles.insert(sentence).inserted { surroundings.console.note(sentence) }
    }
}
