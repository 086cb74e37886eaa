import GRDB

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
