import Nx1Client
import Nx1Events
import Nx1Values
import Testing

@testable import Nx1Settings
@testable import RunJournal
@testable import ShellDoctor

@Suite("The doctor's checks of this machine")
struct CheckTests {
    // MARK: Terminal

    @Test("describe a terminal that can do everything")
    func goodTerminal() {
        #expect(
            terminalChecks() == [
                .ok("terminal", "xterm-256color, 120 × 40, colours, bracketed paste"),
                .ok("locale", "en_US.UTF-8 (from LANG)"),
            ])
        #expect(terminalChecks { $0.isOutput = false }[0].state == .ok)
    }

    @Test("warn of a terminal without a type, a size or control sequences")
    func poorTerminal() {
        for type in [nil, "dumb", "emacs"] { #expect(terminalChecks { $0.type = type }[0].state == .warning) }
        #expect(terminalChecks { $0.columns = nil }[0].detail.contains("80 × 24 is assumed"))
    }

    @Test("warn of a locale that is missing, not installed or not UTF-8, and name the variable")
    func locale() {
        #expect(terminalChecks { $0.locale = nil }[1].state == .warning)
        #expect(
            terminalChecks { $0.locale?.encoding = nil }[1].detail
                == "en_US.UTF-8 (from LANG) isn't installed on this machine.")
        let latin = terminalChecks {
            $0.locale = .init(variable: "LC_ALL", value: "C", encoding: "ANSI_X3.4-1968")
        }
        #expect(latin[1].state == .warning && latin[1].detail.contains("LC_ALL"))
    }

    // MARK: Files

    private func file(
        _ found: FileFacts.Found, expected: FileFacts.Kind = .file, isSecret: Bool = false,
        path: String = "/home/ann/f"
    ) -> Check {
        .check(of: FileFacts("f", path, expected: expected, isSecret: isSecret, found: found))
    }

    @Test("accept a file that isn't there, and one that only its owner can read")
    func goodFile() {
        #expect(file(.nothing).state == .ok)
        #expect(file(.unwritable(folder: "/home")).state == .failure)
        #expect(file(.unwritable(folder: "/home")).detail.hasSuffix("/home isn't writable."))
        #expect(
            file(.file(.init(size: 2048, lineCount: 3))).detail
                == "/home/ann/f (mode 0600, 2 KiB, 3 entries)")
        #expect(file(.file(.init(kind: .null, mode: 0o666))).state == .ok)
        #expect(file(.file(.init(kind: .folder, mode: 0o700)), expected: .folder).state == .ok)
    }

    @Test("warn of a file that is open to others or belongs to somebody else, with the command that helps")
    func openFile() {
        let open = file(.file(.init(mode: 0o644)), isSecret: true, path: "/tmp/a b'c")
        #expect(open.state == .warning)
        #expect(
            open.detail.contains(
                "contains secrets, but other users of this machine can access it (mode 0644)"))
        #expect(open.advice == "chmod 600 '/tmp/a b'\\''c'")
        let folder = file(.file(.init(kind: .folder, mode: 0o755)), expected: .folder)
        #expect(folder.advice == "chmod 700 /home/ann/f")
        #expect(file(.file(.init(isOwn: false))).state == .warning)
    }

    @Test(
        "fail for what is no file, can't be read or doesn't respond",
        arguments: [
            .hidden("permission denied"), .silence, .file(.init(kind: .pipe)), .file(.init(kind: .folder)),
            .file(.init(kind: .other)), .file(.init(mode: 0, isUsable: false)),
            .file(.init(isOwn: false, isUsable: false)),
        ] as [FileFacts.Found])
    func badFile(found: FileFacts.Found) {
        #expect(file(found).state == .failure)
        #expect(file(found).advice?.isEmpty == false)
    }

    // MARK: Journal

    private func journal(
        _ condition: JournalExamination.Condition, isOnNetwork: Bool = false
    ) -> Check {
        var examination = JournalExamination(path: "/j", condition: condition)
        examination.size = 4096
        examination.isOnNetwork = isOnNetwork
        examination.runCount = 12
        return .check(of: .examined(examination))
    }

    @Test("know each condition of the journal")
    func journals() {
        #expect(journal(.sound) == .ok("journal", "/j: 12 runs, 4 KiB, no damage found"))
        for condition in [.missing, .unfinished, .interrupted] as [JournalExamination.Condition] {
            #expect(journal(condition).state == .ok)
        }
        #expect(journal(.sound, isOnNetwork: true).state == .warning)
        #expect(journal(.locked(process: 42)).advice == "See what it does: ps -p 42")
        #expect(journal(.locked(process: nil)).state == .warning)
        for condition in [.damaged("x"), .newer, .unreadable("y")] as [JournalExamination.Condition] {
            #expect(journal(condition).state == .failure)
            #expect(journal(condition).advice != nil)
        }
        #expect(Check.check(of: JournalFacts.inMemory("--no-journal")).state == .ok)
        #expect(Check.check(of: JournalFacts.silence(path: "/j")).state == .failure)
    }

    // MARK: Programs

    @Test("warn of programs and completions that aren't found")
    func programs() {
        var facts = ProgramFacts()
        facts.programs = [
            .init("editor", command: "vi", path: nil, variable: "EDITOR"),
            .init("pager", command: nil, path: nil, variable: "PAGER"),
            .init("browser", command: "xdg-open", path: "/usr/bin/xdg-open", variable: "BROWSER"),
        ]
        facts.shell = "fish"
        let checks = Check.checks(of: facts)
        #expect(checks.map(\.state) == [.warning, .ok, .ok, .warning])
        #expect(checks[3].advice?.contains("--generate-completion-script fish") == true)
        facts.completions = "/usr/share/fish/vendor_completions.d/nx1sh.fish"
        facts.browserObstacle = "This is an ssh session"
        #expect(Check.checks(of: facts)[2].detail.hasPrefix("This is an ssh session, so "))
        #expect(Check.checks(of: facts)[3].state == .ok)
        facts.shell = nil
        #expect(Check.checks(of: facts)[3].state == .ok)
    }

    // MARK: Settings

    @Test("tell where each setting comes from, and which profile it overrides")
    func settings() throws {
        var facts = try SettingsFacts(profiles: .success(profiles("default: {host: a}\ndev: {host: b}")))
        facts.profileInUse = "dev"
        facts.host = .success(.init("host", "https://c", from: "NX1_HOST", overriding: "dev"))
        facts.signIn = .success(.init("sign_in", "pre-shared key ***", from: "the profile dev"))
        facts.settings = .success([.init("timeout", "30 seconds", from: nil)])
        #expect(
            Check.checks(of: facts) == [
                .ok("profiles", "default, dev; in use: dev"),
                .ok("host", "https://c (from NX1_HOST, overrides the profile dev)"),
                .ok("sign_in", "pre-shared key *** (from the profile dev)"),
                .ok("timeout", "30 seconds (default)"),
            ])
    }

    @Test("fail without a host and a key, and say what to set")
    func missing() throws {
        let checks = try Check.checks(of: SettingsFacts(profiles: .success(profiles(""))))
        #expect(checks.map(\.state) == [.ok, .failure, .failure])
        #expect(checks[1].advice?.contains("NX1_HOST and NX1_API_KEY") == true)
        #expect(checks[2].advice?.contains("NX1_API_KEY") == true)
    }

    @Test("fail once for a broken profiles file, and for a profile that doesn't exist")
    func broken() throws {
        let error = Nx1Error(.invalidSetting, "Broken.", advice: "Repair it.")
        let unreadable = SettingsFacts(profiles: .failure(error), settings: .failure(error))
        #expect(Check.checks(of: unreadable).map(\.state) == [.failure, .skipped])
        let unknown = try SettingsFacts(profiles: .success(profiles("a: {}")), settings: .failure(error))
        #expect(Check.checks(of: unknown).map(\.state) == [.ok, .failure])
    }

    @Test("warn of unknown keys of profiles, suggest the nearest, and show nothing that may be a secret")
    func unknownKeys() throws {
        let text = "dev:\n  host: a\n  apikey: x\n  sk-4be81f6c0d: y\n  <<: {crew: ask}\n  ? [a]\n  : b\n"
        var facts = try SettingsFacts(profiles: .success(profiles("")))
        facts.unknownKeys = ProfileFile.unknownKeys(in: text)
        let check = try #require(Check.checks(of: facts).first { $0.name == "profile_keys" })
        #expect(check.state == .warning)
        #expect(
            check.detail.contains(
                "apikey (profile dev, line 3), a key that isn't shown (profile dev, line 4)"))
        #expect(check.advice == "Did you mean `api_key`?")
        #expect(ProfileFile.unknownKeys(in: "{[").isEmpty)
        #expect(ProfileFile.unknownKeys(in: "- a").isEmpty)
    }

    private func profiles(_ text: String) throws -> ProfileFile { try ProfileFile(text: text, path: "/p") }
}
