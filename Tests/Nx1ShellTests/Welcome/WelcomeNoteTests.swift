import ShellSession
import Testing

@testable import Nx1Shell

@Suite("What the first prompt adds to its greeting")
struct WelcomeNoteTests {
    @Test(
        "News is announced only to people who used an older version",
        arguments: [
            (nil, false, UpgradeNote.record), (nil, true, .announce), ("0.1.0\n", true, .announce),
            ("0.1.0\n", false, .announce), ("0.2.0\n", true, .nothing), ("0.10.0\n", true, .nothing),
            ("0.2", true, .announce), ("", true, .announce), ("nonsense", true, .announce),
            ("99999999999999999999.0", true, .announce),
        ] as [(String?, Bool, UpgradeNote)])
    func upgrade(_ stored: String?, _ hasHistory: Bool, _ note: UpgradeNote) {
        #expect(UpgradeNote(stored: stored, current: "0.2.0", hasHistory: hasHistory) == note)
    }

    @Test("The note on a project counts what it has, and is silent about an empty one")
    func project() {
        #expect(
            ProjectNote(directory: "/work/shop", questions: 3, crews: 1).sentence(home: "/home/me")
                == "Using 3 saved questions (:define) and 1 crew (:crew) from /work/shop/.nx1.")
        #expect(
            ProjectNote(directory: "/home/me/shop", questions: 0, crews: 2).sentence(home: "/home/me")
                == "Using 2 crews (:crew) from ~/shop/.nx1.")
        #expect(
            ProjectNote(directory: "/", questions: 1, crews: 0).sentence(home: "/home/me")
                == "Using 1 saved question (:define) from /.nx1.")
        #expect(ProjectNote(directory: "/work", questions: 0, crews: 0).sentence(home: nil) == nil)
    }

    @Test("The version names commit, compiler, build, platform and libraries")
    func version() {
        let version = ProgramVersion(
            number: "1.2.3", commit: "5bf22daca035", compiler: "Swift 6.3.1",
            libraries: [.init("libedit", "2.11"), .init("SQLite", "3.40.1")])
        let lines = version.text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first == "nx1sh 1.2.3 (5bf22daca035)")
        #expect(lines.last?.hasPrefix("Swift 6.3.1, ") == true)
        #expect(lines.last?.contains(" build, ") == true)
        #expect(lines.last?.hasSuffix(", libedit 2.11, SQLite 3.40.1") == true)
        #expect(ProgramVersion(number: "1.2.3").text.hasPrefix("nx1sh 1.2.3 (commit unknown)\n"))
    }
}
