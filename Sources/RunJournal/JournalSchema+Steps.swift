import GRDB

extension JournalSchema {
    /// Adds what a run has done: its tokens as JSON, the number of its steps, and the steps themselves.
    ///
    /// `steps` comes last: SQLite reads the columns of a row in their order, so that lists of runs never touch it.
    /// `is_elsewhere` marks a run that this person has only looked at; lists leave it out.
    static func addSteps(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE run ADD COLUMN is_elsewhere INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE run ADD COLUMN tokens TEXT;
                ALTER TABLE run ADD COLUMN step_count INTEGER;
                ALTER TABLE run ADD COLUMN steps_dropped INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE run ADD COLUMN steps TEXT;
                """)
    }
}
