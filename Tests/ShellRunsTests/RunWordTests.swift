import ShellRuns
import Testing

@Suite("A word that may refer to a run")
struct RunWordTests {
    @Test(
        "is last, a number, or the start of an id, with or without a table",
        arguments: [
            ("last", "last", nil, true), ("LAST:2", "LAST", 2, true), ("%2", "%2", nil, true),
            ("%2:3", "%2", 3, true), ("3d1c", "3d1c", nil, false),
            ("3d1c9a52-6a0e:2", "3d1c9a52-6a0e", 2, false),
            ("2026", "2026", nil, false),
        ] as [(String, String, Int?, Bool)])
    func runs(_ text: String, _ name: String, _ table: Int?, _ isCertain: Bool) throws {
        let word = try #require(RunWord(text))
        #expect(word.name == name)
        #expect(word.table == table)
        #expect(word.isCertain == isCertain)
    }

    @Test(
        "is nothing else",
        arguments: ["late", "beef", "1a2", "last:x", "%1:2:3", "", ":", "3d1g", "last:99999999999999999999"])
    func others(_ text: String) {
        #expect(RunWord(text) == nil)
    }
}
