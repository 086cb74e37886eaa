import Testing

@testable import ShellText

@Suite("Syntax highlighting")
struct CodeColoringTests {
    private func rows(_ code: String, _ language: String) -> [StyledText] {
        var colored = CodeColoring.colored(code, language: language)
        colored.endRow()
        return colored.rows
    }

    /// The highlighted pieces, each with the name of its kind.
    private func pieces(_ code: String, _ language: String) -> [String] {
        rows(code, language).flatMap { line in
            var start = 0
            return line.spans.compactMap { span -> String? in
                defer { start = span.end }
                let text = String(decoding: line.bytes[start..<span.end], as: UTF8.self)
                switch span.look {
                case .plain: return nil
                case .dim: return "comment " + text
                case .bold: return "key " + text
                case Look(color: .green): return "text " + text
                case Look(color: .magenta): return "word " + text
                default: return "? " + text
                }
            }
        }
    }

    @Test("SQL is highlighted, ignoring case")
    func sql() {
        #expect(
            pieces("SELECT a FROM t -- it's\nwhere b = 'it''s' /* c\n d */ and \"x\" > 1", "sql") == [
                "word SELECT", "word FROM", "comment -- it's", "word where", "text 'it''s'", "comment /* c",
                "comment  d */", "word and", "text \"x\"",
            ])
    }

    @Test("Python is highlighted")
    func python() {
        #expect(
            pieces("def f(x):\n  \"\"\"a \"b\"\n  c\"\"\"\n  return 'it\\'s' # d\nselection = None", "python")
                == [
                    "word def", "text \"\"\"a \"b\"", "text   c\"\"\"", "word return", "text 'it\\'s'",
                    "comment # d",
                    "word None",
                ])
    }

    @Test("YAML is highlighted")
    func yaml() {
        #expect(
            pieces("a-b: true # c\n- d: it's\n  \"e f\": 'g'\nurl: http://x#y", "yml") == [
                "key a-b", "word true", "comment # c", "key d", "key \"e f\"", "text 'g'", "key url",
            ])
    }

    @Test("JSON is highlighted")
    func json() {
        #expect(
            pieces("{\"a\" : [1, \"b\\\"c\", null], \"d\": true}", "json") == [
                "key \"a\"", "text \"b\\\"c\"", "word null", "key \"d\"", "word true",
            ])
    }

    @Test("Code in an unknown language isn't changed, and no code is lost in any language")
    func complete() {
        #expect(pieces("select 1", "cobol") == [])
        let code = "a 'b\n\"\"\" /* -- # \\"
        for language in ["sql", "python", "yaml", "json", ""] {
            #expect(
                rows(code, language).map(\.text).joined(separator: "\n") == code)
        }
        #expect(rows("a\n\n  b\n", "").map(\.text) == ["a", "", "  b"])
    }
}
