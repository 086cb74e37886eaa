package import Nx1Settings
package import Nx1Values
package import RunJournal

/// The session that the doctor examines, and its surroundings.
package struct DoctorSubject: Sendable {
    /// The program's version, on one line; nil if it is unknown.
    package var version: String?
    package var environment: [String: String] = [:]
    /// The folder of the shell's own files; nil if there is no place for it.
    package var shellHome: String?
    /// The settings of the connection, or why there are none.
    package var connection: Result<ConnectionSettings, Nx1Error>
    /// The profile that the command line asks for.
    package var profileOption: String?
    /// The file that the key comes from, if it comes from one.
    package var keyFile: String?
    /// The settings of the session that the connection knows nothing about.
    package var sessionSettings: [SettingFacts] = []
    package var journal: Journal
    /// Why runs are kept in memory, if they are, as the end of a sentence.
    package var journalReason = ""

    /// A session without variables, files and settings of its own.
    package init(connection: Result<ConnectionSettings, Nx1Error>, journal: Journal) {
        self.connection = connection
        self.journal = journal
    }
}
