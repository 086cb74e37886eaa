import GRDB

/// The tables of the journal, and how a journal of an older version comes to have them.
enum JournalSchema {
    /// Brings a database to the newest version.
    /// - Throws: ``JournalFailure/newer`` if it has seen one that this program doesn't know.
    static func prepare(_ database: DatabaseQueue) throws {
        let isNewer = try database.read { try migrator.hasBeenSuperseded($0) }
        if isNewer { throw JournalFailure.newer }
        // A journal that is up to date takes no lock for writing.
        if try database.read({ try migrator.hasCompletedMigrations($0) }) { return }
        do {
            try migrator.migrate(database)
        } catch {
            // Another shell may have done it in between.
            guard try database.read({ try migrator.hasCompletedMigrations($0) }) else { throw error }
        }
    }

    /// What has been changed since the first version, in order. A step that was released is never changed.
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1", migrate: first)
        migrator.registerMigration("words of JSON", migrate: indexWordsOfJSON)
        migrator.registerMigration("steps", migrate: addSteps)
        return migrator
    }()

    /// `shell` is the shell that watches a run, until the run has ended or was left. `is_json` says that `answer` is the JSON
    /// text of what was no string.
    private static func first(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE run (
                    number INTEGER PRIMARY KEY AUTOINCREMENT,
                    sent_id TEXT NOT NULL UNIQUE,
                    correlation_id TEXT NOT NULL,
                    host TEXT NOT NULL,
                    profile TEXT,
                    crew TEXT,
                    input TEXT,
                    is_covered INTEGER NOT NULL DEFAULT 0,
                    question TEXT,
                    source TEXT NOT NULL,
                    line INTEGER,
                    batch TEXT,
                    ordinal INTEGER,
                    began INTEGER NOT NULL,
                    elapsed INTEGER,
                    status TEXT,
                    events INTEGER NOT NULL DEFAULT 0,
                    answer TEXT,
                    is_json INTEGER NOT NULL DEFAULT 0,
                    error_code TEXT,
                    error TEXT,
                    shell TEXT
                );
                CREATE INDEX run_id ON run (correlation_id);
                CREATE INDEX run_batch ON run (batch, crew, input, ordinal) WHERE batch IS NOT NULL;
                CREATE INDEX run_shell ON run (shell) WHERE shell IS NOT NULL;
                CREATE VIRTUAL TABLE run_text USING fts5(
                    question, answer, content = 'run', content_rowid = 'number',
                    tokenize = 'unicode61 remove_diacritics 2'
                );
                CREATE TRIGGER run_added AFTER INSERT ON run BEGIN
                    INSERT INTO run_text (rowid, question, answer) VALUES (new.number, new.question, new.answer);
                END;
                CREATE TRIGGER run_removed AFTER DELETE ON run BEGIN
                    INSERT INTO run_text (run_text, rowid, question, answer)
                    VALUES ('delete', old.number, old.question, old.answer);
                END;
                CREATE TRIGGER run_changed AFTER UPDATE OF question, answer ON run BEGIN
                    INSERT INTO run_text (run_text, rowid, question, answer)
                    VALUES ('delete', old.number, old.question, old.answer);
                    INSERT INTO run_text (rowid, question, answer) VALUES (new.number, new.question, new.answer);
                END;
                """)
    }
}

extension JournalSchema {
    /// Indexes the words of JSON answers without its escapes. In JSON text, `\n` stands directly before the first word of a
    /// row, and the index took both for one word.
    static func indexWordsOfJSON(_ database: Database) throws {
        try database.execute(
            sql: """
                DROP TRIGGER run_added;
                DROP TRIGGER run_removed;
                DROP TRIGGER run_changed;
                INSERT INTO run_text (run_text) VALUES ('delete-all');
                INSERT INTO run_text (rowid, question, answer) SELECT number, question, \(words("run")) FROM run;
                CREATE TRIGGER run_added AFTER INSERT ON run BEGIN \(added) END;
                CREATE TRIGGER run_removed AFTER DELETE ON run BEGIN \(removed) END;
                CREATE TRIGGER run_changed AFTER UPDATE OF question, answer, is_json ON run BEGIN
                    \(removed)
                    \(added)
                END;
                """)
    }

    private static let added = """
        INSERT INTO run_text (rowid, question, answer) VALUES (new.number, new.question, \(words("new")));
        """

    /// The index forgets a row only if it gets the same words again.
    private static let removed = """
        INSERT INTO run_text (run_text, rowid, question, answer)
        VALUES ('delete', old.number, old.question, \(words("old")));
        """

    /// The answer of a row, with a blank for each escape that ends in a letter. An escaped backslash comes first: the letter
    /// behind it belongs to a word.
    private static func words(_ row: String) -> String {
        let escapes = [#"\\"#, #"\n"#, #"\r"#, #"\t"#, #"\b"#, #"\f"#]
        let replaced = escapes.reduce("\(row).answer") { "replace(\($0), '\($1)', ' ')" }
        return "CASE WHEN \(row).is_json THEN \(replaced) ELSE \(row).answer END"
    }
}

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
