import CrewFiles
import SavedQuestions
import ShellSession
import TeamFolders

/// Tells which questions and crews come from the project around the working directory.
struct ProjectNote {
    /// The directory that has the folder `.nx1`.
    let directory: String
    /// How many saved questions the project has.
    let questions: Int
    /// How many crew files the project has.
    let crews: Int

    /// The note; nil if there is nothing to use.
    /// - Parameter home: the person's home directory, which is shown as `~`.
    func sentence(home: String?) -> String? {
        let parts = [
            Self.counted(questions, "saved question", ":define"), Self.counted(crews, "crew", ":crew"),
        ].compactMap(\.self)
        if parts.isEmpty { return nil }
        var place = directory == "/" ? "" : directory
        if let home, place == home || place.hasPrefix(home + "/") {
            place = "~" + place.dropFirst(home.count)
        }
        return "Using \(parts.joined(separator: " and ")) from \(place)/.nx1."
    }

    private static func counted(_ count: Int, _ noun: String, _ command: String) -> String? {
        count == 0 ? nil : "\(count) \(noun)\(count == 1 ? "" : "s") (\(command))"
    }
}

extension Session {
    /// Says at a prompt that the working directory belongs to a project with questions or crews, and what was skipped there.
    func pointOutProject() {
        let folders = surroundings.folders
        guard let directory = folders.workingDirectory,
            let project = TeamFolders.project(around: directory, home: folders.home)
        else { return }
        let (questions, crews) = (questionShelf.survey(), crewShelf.survey())
        let note = ProjectNote(
            directory: project, questions: questions.files.count { !$0.isPersonal },
            crews: crews.files.count { !$0.isPersonal })
        if let sentence = note.sentence(home: folders.home) { sayOnce(sentence) }
        for warning in questions.warnings + crews.warnings { sayOnce(warning) }
    }
}
