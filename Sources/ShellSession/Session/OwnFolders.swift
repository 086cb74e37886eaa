package import CrewFiles
package import SavedQuestions
import ShellOutput

/// Where the files of the person and of the team are looked for.
public struct OwnFolders: Sendable, Hashable {
    /// The shell's own folder, `~/.nx1/shell`; nil without one.
    let shellHome: String?
    /// The folder where the search for `.nx1` begins; nil: nowhere.
    let workingDirectory: String?
    /// The person's home directory; nil if it is unknown.
    let home: String?

    /// - Parameters:
    ///   - shellHome: the shell's own folder; nil without one.
    ///   - workingDirectory: an absolute path; nil to look in the shell's own folder alone.
    ///   - home: the person's home directory; nil if it is unknown.
    public init(shellHome: String?, workingDirectory: String?, home: String?) {
        self.shellHome = shellHome
        self.workingDirectory = workingDirectory
        self.home = home
    }

    /// No files at all.
    public static let none = OwnFolders(shellHome: nil, workingDirectory: nil, home: nil)
}

extension Session {
    /// The saved questions of the person and the team.
    package var questionShelf: QuestionShelf {
        let folders = surroundings.folders
        return QuestionShelf(
            shellHome: folders.shellHome, workingDirectory: folders.workingDirectory ?? "/",
            home: folders.home, commands: surroundings.commands.allNames)
    }

    /// The crew files of the person and the team.
    package var crewShelf: CrewShelf {
        let folders = surroundings.folders
        return CrewShelf(
            shellHome: folders.shellHome, workingDirectory: folders.workingDirectory ?? "/",
            home: folders.home)
    }

    /// Says something about a file, once.
    package func sayOnce(_ sentence: String) {
        if saidOfFiles.insert(sentence).inserted { surroundings.console.note(sentence) }
    }
}
