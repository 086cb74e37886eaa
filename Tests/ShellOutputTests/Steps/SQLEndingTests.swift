import Testing

@testable import ShellOutput

@Suite("The end of a query")
struct SQLEndingTests {
    @Test(
        "A missing semicolon is added where a database client recognizes it",
        arguments: [
            ("SELECT 1", ";"), ("SELECT 1;", ""), ("SELECT 1 ; \n", ""), ("", ";"),
            ("SELECT 1 -- all", "\n;"), ("SELECT 1; -- all", ""), ("SELECT 1 -- all;", "\n;"),
            ("SELECT 1 -- all\n", ";"), ("SELECT 1 /* all; */", ";"), ("SELECT 1; /* all */", ""),
            ("SELECT ';", ";"), ("SELECT ';'", ";"), ("SELECT ';' ;", ""), ("SELECT 'it''s;'", ";"),
            (#"SELECT "a;""#, ";"), ("SELECT `a;`", ";"), ("SELECT 1; SELECT 2", ";"),
            ("DO $$ BEGIN x; END $$", ";"), ("DO $body$ x; $$ y; $body$;", ""), ("SELECT $1", ";"),
            ("SELECT $1;", ""), ("/* open ;", ";"), ("-", ";"), ("SELECT '--';", ""),
        ])
    func terminator(_ query: String, _ expected: String) {
        #expect(SQLEnding(query).terminator == expected)
    }
}
