import LineEditor
import SQLiteDatabase
import ShellSession
import YAMLDocuments

extension ProgramVersion {
    /// The version of this program. A release changes these three lines, and adds its section to the guide's change log.
    static let own = ProgramVersion(
        number: "0.2.0",
        date: "November 29, 2026",
        news: ":doctor, :about and a guide in :help.",
        commit: builtCommit,
        compiler: builtCompiler,
        libraries: [
            .init("libedit", LineEditor.libraryVersion),
            .init("SQLite", SQLiteLibrary.version),
            .init("libyaml", YAMLLibrary.version),
        ])
}
