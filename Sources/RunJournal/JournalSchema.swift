import SQLiteDatabase

/// The tables of the journal and their migrations.
enum JournalSchema {
    /// The migrations since the first version, in order. The effect of a released migration never changes.
    /// `user_version` is the number of applied migrations; should it be wrong, repeating a migration changes nothing.
    private static let steps: [@Sendable (Database) throws -> Void] = [
        first, indexWordsOfJSON, addSteps, addConversations, addRequests,
    ]

    /// The newest version, as `user_version` has it.
    static var newest: Int { steps.count }

    /// The names of the migrations in the table of GRDB, which created journals until November 2026. Programs from
    /// that time look for these names there, and take any other as a sign of a newer journal.
    private static let names = ["1", "words of JSON", "steps", "conversations", "requests"]

    /// Migrates a database to the current version.
    /// - Throws: ``JournalFailure/newer`` if its version is unknown to this program; ``SQLiteFailure``.
    static func prepare(_ database: Database) throws {
        // An up-to-date journal needs no write lock.
        if try version(of: database) == steps.count { return }
        try database.transaction {
            // Another shell may have migrated it in the meantime.
            let version = try version(of: database)
            guard version < steps.count else { return }
            for step in steps[version...] { try step(database) }
            try database.execute(
                "CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
            for name in names {
                try database.run("INSERT OR IGNORE INTO grdb_migrations VALUES (?)", [.text(name)])
            }
            try database.execute("PRAGMA user_version = \(steps.count)")
        }
    }

    /// Creates a journal in memory.
    static func inMemory() throws -> Database {
        let database = try Database(path: nil)
        try prepare(database)
        return database
    }

    private static func version(of database: Database) throws -> Int {
        let number = try database.number("PRAGMA user_version") ?? 0
        guard let version = Int(exactly: number), (0...steps.count).contains(version) else {
            throw JournalFailure.newer
        }
        return version > 0 ? version : try versionByNames(in: database)
    }

    /// The version of a journal that GRDB created, by the names in its table.
    private static func versionByNames(in database: Database) throws -> Int {
        let isThere = try database.number(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'grdb_migrations'")
        guard isThere == 1 else { return 0 }
        let seen = try database.rows("SELECT identifier FROM grdb_migrations") {
            (row) throws(SQLiteFailure) in
            try row.requiredText("identifier")
        }
        guard Set(seen).isSubset(of: names) else { throw JournalFailure.newer }
        return names.prefix { seen.contains($0) }.count
    }

    /// `shell` is the shell that watches a run, until the run has ended or was left running. `is_json` means that
    /// `answer` is the JSON text of something other than a string.
    private static func first(_ database: Database) throws {
        try database.execute(
            """
            CREATE TABLE IF NOT EXISTS run (
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
            CREATE INDEX IF NOT EXISTS run_id ON run (correlation_id);
            CREATE INDEX IF NOT EXISTS run_batch ON run (batch, crew, input, ordinal) WHERE batch IS NOT NULL;
            CREATE INDEX IF NOT EXISTS run_shell ON run (shell) WHERE shell IS NOT NULL;
            CREATE VIRTUAL TABLE IF NOT EXISTS run_text USING fts5(
                question, answer, content = 'run', content_rowid = 'number',
                tokenize = 'unicode61 remove_diacritics 2'
            );
            CREATE TRIGGER IF NOT EXISTS run_added AFTER INSERT ON run BEGIN
                INSERT INTO run_text (rowid, question, answer) VALUES (new.number, new.question, new.answer);
            END;
            CREATE TRIGGER IF NOT EXISTS run_removed AFTER DELETE ON run BEGIN
                INSERT INTO run_text (run_text, rowid, question, answer)
                VALUES ('delete', old.number, old.question, old.answer);
            END;
            CREATE TRIGGER IF NOT EXISTS run_changed AFTER UPDATE OF question, answer ON run BEGIN
                INSERT INTO run_text (run_text, rowid, question, answer)
                VALUES ('delete', old.number, old.question, old.answer);
                INSERT INTO run_text (rowid, question, answer) VALUES (new.number, new.question, new.answer);
            END;
            """)
    }
}

extension JournalSchema {
    /// Indexes the words of JSON answers without escapes. In JSON text, `\n` directly precedes the first word of a
    /// row, so the index took both for one word.
    private static func indexWordsOfJSON(_ database: Database) throws {
        try database.execute(
            """
            DROP TRIGGER IF EXISTS run_added;
            DROP TRIGGER IF EXISTS run_removed;
            DROP TRIGGER IF EXISTS run_changed;
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

    /// To remove a row, the index needs exactly the words that were added.
    private static let removed = """
        INSERT INTO run_text (run_text, rowid, question, answer)
        VALUES ('delete', old.number, old.question, \(words("old")));
        """

    /// The answer of a row, with a blank for each escape that ends in a letter. The escaped backslash comes first,
    /// because a letter after it belongs to a word.
    private static func words(_ row: String) -> String {
        let escapes = [#"\\"#, #"\n"#, #"\r"#, #"\t"#, #"\b"#, #"\f"#]
        let replaced = escapes.reduce("\(row).answer") { "replace(\($0), '\($1)', ' ')" }
        return "CASE WHEN \(row).is_json THEN \(replaced) ELSE \(row).answer END"
    }
}

extension JournalSchema {
    /// Adds a run's activity: its tokens as JSON, the number of its steps, and the steps themselves.
    ///
    /// `steps` comes last: SQLite reads columns in order, so lists of runs never read it. `is_elsewhere` marks a run
    /// that this user only looked at; lists leave it out.
    private static func addSteps(_ database: Database) throws {
        let columns = [
            "is_elsewhere INTEGER NOT NULL DEFAULT 0", "tokens TEXT", "step_count INTEGER",
            "steps_dropped INTEGER NOT NULL DEFAULT 0", "steps TEXT",
        ]
        for column in columns {
            let name = String(column.prefix { $0 != " " })
            let isThere = try database.number(
                "SELECT count(*) FROM pragma_table_info('run') WHERE name = ?", [.text(name)])
            if isThere == 0 { try database.execute("ALTER TABLE run ADD COLUMN \(column)") }
        }
    }

    /// Adds the conversation of a run: the `sent_id` of its first run; null for a run that stands alone.
    ///
    /// The column comes after `steps`, so it is searched through its index and never read by lists.
    private static func addConversations(_ database: Database) throws {
        let isThere = try database.number(
            "SELECT count(*) FROM pragma_table_info('run') WHERE name = 'conversation'")
        if isThere == 0 { try database.execute("ALTER TABLE run ADD COLUMN conversation TEXT") }
        try database.execute(
            "CREATE INDEX IF NOT EXISTS run_conversation ON run (conversation) WHERE conversation IS NOT NULL"
        )
    }
}

extension JournalSchema {
    /// Adds the parts of a request other than crew and input, the sessions, and an index of the newest completed runs
    /// of a crew.
    ///
    /// `request` has rows only for runs that need one. It is a separate table because a new column of `run` would
    /// come after `steps`, and lists would have to read past them. `watch` is the `sent_id` of the watch's first
    /// round.
    private static func addRequests(_ database: Database) throws {
        try database.execute(
            """
            CREATE TABLE IF NOT EXISTS request (
                run_number INTEGER PRIMARY KEY,
                session TEXT,
                watch TEXT,
                template_id TEXT,
                template_name TEXT,
                saved_question TEXT,
                saved_values TEXT,
                crew_config TEXT
            );
            CREATE INDEX IF NOT EXISTS request_session ON request (session) WHERE session IS NOT NULL;
            CREATE INDEX IF NOT EXISTS request_watch ON request (watch) WHERE watch IS NOT NULL;
            CREATE TRIGGER IF NOT EXISTS request_removed AFTER DELETE ON run BEGIN
                DELETE FROM request WHERE run_number = old.number;
            END;
            CREATE TABLE IF NOT EXISTS session (
                name TEXT PRIMARY KEY NOT NULL,
                state TEXT NOT NULL,
                changed INTEGER NOT NULL
            );
            CREATE INDEX IF NOT EXISTS run_completed ON run (host, crew, began) WHERE status = 'completed';
            """)
    }
}
