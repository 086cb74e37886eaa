import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("The repr of a Python exception")
struct PythonErrorTests {
    @Test(
        "is reduced to its message; any other text stays unchanged",
        arguments: [
            (#"ValueError('no such table')"#, "no such table"),
            (#"ValueError("it's")"#, "it's"),
            (#"sqlite3.OperationalError('no such column: "a"')"#, #"no such column: "a""#),
            (#"KeyError('a',)"#, "a"),
            (#"ValueError('one\ntwo\\n\'x\'')"#, "one\ntwo\\n'x'"),
            (#"ValueError('\x1b[2J \u00e9 \U0001f600')"#, "\u{1B}[2J é 😀"),
            (#"ValueError('\xZZ \u12 \q \ud800')"#, #"\xZZ \u12 \q \ud800"#),
            ("ValueError('e\u{301}')", "e\u{301}"),
            ("plain words", "plain words"), ("f(x)", "f(x)"), ("", ""), ("()", "()"), ("a('", "a('"),
            ("A('b' + 'c')", "A('b' + 'c')"), (#"A('b\')"#, #"A('b\')"#), ("A('')", ""),
        ])
    func message(_ text: String, _ expected: String) {
        #expect(PythonError.message(text) == expected)
    }
}
