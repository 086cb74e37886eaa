import Nx1Client
import Nx1Events
import Testing

@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1Values
@testable import RunJournal
@testable import ShellDoctor

/// What the doctor says, word for word: what it found, and what to do about it.
@Suite("The doctor says")
struct WordsTests {
    // MARK: This machine

    @Test("what a terminal lacks, and the command that sets it")
    func terminals() {
        #expect(
            terminalChecks { $0.isOutput = false }[0]
                == .ok("terminal", "Standard output isn't a terminal, so answers are plain text."))
        let type = "If your terminal can do more, set its type, for example: export TERM=xterm-256color"
        #expect(
            terminalChecks { $0.type = nil }[0]
                == .warning(
                    "terminal", "TERM isn't set, so there are no colours and no live progress.", advice: type)
        )
        #expect(
            terminalChecks { $0.type = "dumb" }[0]
                == .warning(
                    "terminal", "TERM is dumb, so there are no colours and no live progress.", advice: type))
        #expect(
            terminalChecks { $0.rows = nil }[0]
                == .warning(
                    "terminal",
                    "xterm-256color. The terminal doesn't report its size, so 80 × 24 is assumed.",
                    advice: "Set the size, for example: stty columns 120 rows 40"))
        let locale = "Set a UTF-8 locale, for example: export LANG=C.UTF-8"
        #expect(
            terminalChecks { $0.locale = nil }[1]
                == .warning(
                    "locale", "No locale is set. nx1sh uses UTF-8, but a pager or an editor may not.",
                    advice: locale))
        #expect(
            terminalChecks { $0.locale?.encoding = "ISO-8859-1" }[1]
                == .warning(
                    "locale",
                    "en_US.UTF-8 (from LANG) has the encoding ISO-8859-1. nx1sh uses UTF-8, but a pager or an editor may not.",
                    advice: locale))
    }

    @Test(
        "what is wrong with a file, and the command that repairs it",
        arguments: [
            (.nothing, .ok("f", "/f doesn't exist yet.")),
            (
                .unwritable(folder: "/"),
                .failure(
                    "f", "/f doesn't exist, and you can't create it: / isn't writable.",
                    advice: "Make / writable, or set NX1_SHELL_HOME to a folder that you own.")
            ),
            (
                .hidden("permission denied"),
                .failure(
                    "f", "/f can't be examined: permission denied.",
                    advice: "Check the permissions of the folders above it.")
            ),
            (
                .silence,
                .failure(
                    "f", "/f doesn't respond.",
                    advice: "Its file system may be a network share that is unavailable.")
            ),
            (
                .file(.init(kind: .pipe)),
                .failure(
                    "f", "/f is a pipe, not a regular file.", advice: "Move it away, or use another path.")
            ),
            (
                .file(.init(mode: 0o000, isUsable: false)),
                .failure("f", "You can't read and write /f (mode 0000).", advice: "chmod u+rw /f")
            ),
            (
                .file(.init(mode: 0o600, isOwn: false, isUsable: false)),
                .failure(
                    "f", "You can't read and write /f (mode 0600).",
                    advice: "It belongs to another user. Use one of yours.")
            ),
            (
                .file(.init(isOwn: false)),
                .warning(
                    "f", "/f belongs to another user, who can change it.", advice: "sudo chown \"$USER\" /f")
            ),
        ] as [(FileFacts.Found, Check)])
    func files(found: FileFacts.Found, check: Check) {
        #expect(Check.check(of: FileFacts("f", "/f", found: found)) == check)
    }

    @Test(
        "what is wrong with the journal, and what becomes of it",
        arguments: [
            (.missing, .ok("journal", "/j doesn't exist yet.")),
            (
                .interrupted,
                .ok("journal", "/j wasn't closed properly. The next shell that uses it recovers it.")
            ),
            (.unfinished, .ok("journal", "/j: 0 bytes, too large for a full check")),
            (
                .damaged("row 3 missing"),
                .failure(
                    "journal", "/j is damaged: row 3 missing.",
                    advice:
                        "The next shell that uses it renames it to …damaged-… and starts a new journal. To list the runs that the service knows, type :runs --remote."
                )
            ),
            (
                .newer,
                .failure(
                    "journal", "A newer version of nx1sh wrote /j.",
                    advice: "Use that version, or set NX1_SHELL_HOME to another folder.")
            ),
            (
                .locked(process: 42),
                .warning(
                    "journal", "Process 42 has /j locked, so new entries wait in memory.",
                    advice: "See what it does: ps -p 42")
            ),
            (
                .locked(process: nil),
                .warning(
                    "journal", "Another process has /j locked, so new entries wait in memory.",
                    advice: "End other programs that use it.")
            ),
            (
                .unreadable("permission denied"),
                .failure(
                    "journal", "/j can't be used: permission denied.",
                    advice: "Move it away, or set NX1_SHELL_HOME to another folder.")
            ),
        ] as [(JournalExamination.Condition, Check)])
    func journals(condition: JournalExamination.Condition, check: Check) {
        #expect(Check.check(of: .examined(JournalExamination(path: "/j", condition: condition))) == check)
    }

    @Test("where the journal isn't a file on a local disk")
    func otherJournals() {
        var shared = JournalExamination(path: "/j", condition: .sound)
        (shared.isOnNetwork, shared.runCount) = (true, 1)
        #expect(
            Check.check(of: .examined(shared))
                == .warning(
                    "journal",
                    "/j: 1 run, 0 bytes, no damage found. It is on a network file system, which is slow and locks unreliably.",
                    advice: "Set NX1_SHELL_HOME to a folder on a local disk."))
        #expect(
            Check.check(of: JournalFacts.inMemory("--no-journal"))
                == .ok("journal", "Runs are kept in memory only: --no-journal."))
        #expect(
            Check.check(of: JournalFacts.silence(path: "/j"))
                == .failure(
                    "journal", "/j doesn't respond.",
                    advice:
                        "Its file system may be a network share that is unavailable. NX1_SHELL_HOME sets another folder."
                ))
    }

    @Test("which programs are missing, and how to get completions")
    func programs() {
        var facts = ProgramFacts()
        facts.programs = [
            .init("editor", command: "vi", path: nil, variable: "EDITOR"),
            .init("pager", command: nil, path: nil, variable: "PAGER"),
            .init("browser", command: nil, path: nil, variable: "BROWSER"),
        ]
        facts.browserObstacle = "This is an ssh session"
        #expect(
            Check.checks(of: facts) == [
                .warning(
                    "editor", "vi isn't installed, or not in PATH.",
                    advice: "Install it, or set EDITOR to another."),
                .ok("pager", "None is used, because PAGER is empty."),
                .ok(
                    "browser",
                    "This is an ssh session, so :login shows an address or a code to open elsewhere."),
                .ok("completions", "SHELL isn't set to bash, zsh or fish, so nothing was looked for."),
            ])
        for (shell, file) in [
            ("bash", "~/.local/share/bash-completion/completions/nx1sh"),
            ("zsh", "_nx1sh in a folder of $fpath"), ("fish", "~/.config/fish/completions/nx1sh.fish"),
        ] {
            facts.shell = shell
            #expect(
                Check.checks(of: facts).last
                    == .warning(
                        "completions",
                        "Tab doesn't complete nx1sh in \(shell): no completion script was found.",
                        advice: "Save the output of `nx1sh --generate-completion-script \(shell)` as \(file)."
                    ))
        }
    }

    @Test("which settings are missing or misspelt, and where to set them")
    func settings() throws {
        let none = try SettingsFacts(profiles: .success(ProfileFile(text: "", path: "/p")))
        #expect(
            Check.checks(of: none) == [
                .ok("profiles", "There are none. Flags and environment variables work without profiles."),
                .failure(
                    "host", "No host is set.",
                    advice:
                        "Set NX1_HOST and NX1_API_KEY, or add a profile to ~/.nx1/profiles. To try the shell without a service, run `nx1sh --sandbox`."
                ),
                .failure(
                    "sign_in", "No key is set.",
                    advice:
                        "Set NX1_API_KEY, or api_key in the profile, to a key from the portal (Settings, Personal PSK). Or set issuer and client_id in the profile, and sign in with :login."
                ),
            ])
        let error = Nx1Error(.invalidSetting, "Broken.")
        let unreadable = SettingsFacts(profiles: .failure(error), settings: .failure(error))
        #expect(Check.checks(of: unreadable).last == .skipped("settings", "The profiles can't be read."))
        var unknown = none
        unknown.unknownKeys = ProfileFile.unknownKeys(in: "dev: {apikey: x}")
        #expect(
            Check.checks(of: unknown)[1]
                == .warning(
                    "profile_keys", "Unknown keys are ignored: apikey (profile dev, line 1).",
                    advice: "Did you mean `api_key`?"))
    }

    // MARK: The service

    private static let now = 1_800_000_000.0

    private func connection(_ change: (inout ConnectionFacts) -> Void) throws -> [Check] {
        var facts = ConnectionFacts(
            address: try ServiceAddress("https://api.example"), lookedUp: "api.example", now: Self.now)
        facts.lookup = .addresses(["192.0.2.1"])
        change(&facts)
        return Check.checks(of: facts)
    }

    private func certificate(days: ClosedRange<Double>) -> PeerCertificate {
        PeerCertificate(
            issuer: "R11", names: ["b.example"], begins: Self.now + days.lowerBound * 86_400,
            ends: Self.now + days.upperBound * 86_400)
    }

    @Test("how far the connection gets, and what to check")
    func connections() throws {
        let error = Nx1Error(.unreachable, "Refused.", advice: "Check it.")
        #expect(try connection { _ in }[0] == .ok("proxy", "No proxy is used for this host."))
        #expect(
            try connection { $0.lookup = .failed("no such host") }[1]
                == .failure(
                    "dns", "api.example can't be resolved: no such host.",
                    advice:
                        "Check the name. If it is internal, connect to the VPN or set the proxy (HTTPS_PROXY)."
                )
        )
        #expect(
            try connection { $0.lookup = .timedOut(.seconds(5)) }[1]
                == .failure(
                    "dns", "The name server didn't answer for api.example within 5 seconds.",
                    advice: "Check the network connection, and the name servers in /etc/resolv.conf."))
        #expect(
            try connection { $0.lookup = .addresses(["api.example"]) }[1]
                == .ok("dns", "api.example is an IP address, so no lookup is needed."))
        #expect(try connection { $0.lookup = nil }[1] == .skipped("dns", "The proxy can't be used."))
        #expect(
            try connection { $0.lookup = nil }[2]
                == .skipped("connection", "There is no address to connect to."))
        #expect(
            try connection { $0.authoritiesProblem = error }[2]
                == .skipped("connection", "The certificate authorities can't be used."))
        #expect(
            try connection { $0.connection = .failure(error) }[3]
                == .skipped("certificate", "There is no connection."))
        #expect(
            try connection {
                $0.connection = .failure(Nx1Error(.untrusted, "Not trusted."))
            }[2] == .ok("connection", "The port is open; see the certificate."))
        var plain = ConnectionFacts(
            address: try ServiceAddress("http://127.0.0.1:80"), lookedUp: "127.0.0.1", now: Self.now)
        plain.lookup = .addresses(["127.0.0.1"])
        #expect(
            Check.certificate(plain) == .ok("certificate", "Not used: plain HTTP, to this machine only."))
    }

    @Test("why a certificate is doubtful, and who can help")
    func certificates() throws {
        func connected(_ certificate: PeerCertificate?, isVerified: Bool = true) throws -> Check {
            try connection {
                $0.connection = .success(
                    ProbedConnection(security: "TLS 1.3", certificate: certificate, elapsed: .zero))
                if !isVerified { $0.verifies = Setting(false, from: .flag("--no-verify-ssl")) }
            }[3]
        }
        #expect(
            try connected(nil)
                == .failure("certificate", "TLS 1.3, but the service shows no certificate."))
        #expect(
            try connected(certificate(days: -1...1.5))
                == .warning(
                    "certificate",
                    "TLS 1.3, issued by R11, verified by the system's authorities, valid for 1 day.",
                    advice: "Ask the service's operators to renew the certificate."))
        #expect(
            try connected(certificate(days: -1...50), isVerified: false)
                == .warning(
                    "certificate",
                    "TLS 1.3, issued by R11, but not verified (--no-verify-ssl), so anyone on the network path can read the key and the answers.",
                    advice: "Trust the authority with --ca-file FILE instead of turning verification off."))
        func refused(_ problem: Nx1Error.TrustProblem, _ certificate: PeerCertificate) throws -> Check {
            try connection {
                $0.connection = .failure(
                    Nx1Error(.untrusted, "Not trusted.", problem: .untrusted(problem, authorities: nil)))
                $0.untrusted = ProbedConnection(certificate: certificate, elapsed: .zero)
            }[3]
        }
        #expect(
            try refused(.unknownAuthority, certificate(days: -9...(-1.5)))
                == .failure(
                    "certificate", "The certificate expired 1 day ago. It was issued by R11.",
                    advice:
                        "Ask the service's operators to renew it. If this machine's clock is wrong, set it.")
        )
        #expect(
            try refused(.unknownAuthority, certificate(days: 1...9))
                == .failure(
                    "certificate", "The certificate isn't valid yet. It was issued by R11.",
                    advice: "Check this machine's clock. If it is right, tell the service's operators."))
        #expect(
            try refused(.otherHost, certificate(days: -1...9))
                == .failure(
                    "certificate",
                    "The certificate isn't for api.example, but for b.example. It was issued by R11.",
                    advice:
                        "Use a host name that the certificate covers. To skip the certificate check, use --no-verify-ssl."
                ))
        #expect(
            try refused(.unknownAuthority, certificate(days: -1...9))
                == .failure(
                    "certificate",
                    "The certificate's authority isn't among the ones that this machine trusts. It was issued by R11.",
                    advice:
                        "If the authority is your company's or your own, pass its certificate with --ca-file, or set ca_file in a profile. To skip the certificate check, use --no-verify-ssl."
                ))
    }

    @Test("how the service's clock and sign-in are, and what to do")
    func service() {
        func service(lead: Double?, _ signIn: ServiceFacts.SignInOutcome = .accepted) -> [Check] {
            var facts = ServiceFacts(
                answer: .success(.init(version: nil, roundTrip: .milliseconds(9), clockLead: lead)))
            (facts.signIn, facts.method) = (signIn, "pre-shared key")
            return Check.checks(of: facts)
        }
        #expect(
            service(lead: 0) == [
                .warning(
                    "service", "It answers in 9 ms, but tells no version, so it may not be an Nx1 service.",
                    advice: "Check that the host is the address of the Nx1 AI API."),
                .ok("clock", "This machine's clock agrees with the service's."),
                .ok("signed_in", "The service accepts the pre-shared key."),
            ])
        #expect(service(lead: nil)[1] == .skipped("clock", "The service doesn't send the time."))
        #expect(
            service(lead: -120)[1]
                == .warning(
                    "clock", "This machine's clock is 120 seconds ahead of the service's.",
                    advice: "Set this machine's clock: sudo timedatectl set-ntp true"))
        #expect(
            service(lead: 0, .refreshDue)[2]
                == .warning(
                    "signed_in",
                    "The access token has expired. The next request refreshes it. The doctor doesn't, so the sign-in wasn't tested.",
                    advice: "To refresh the token and test the sign-in, run `nx1sh :auth`."))
        let silent = ServiceFacts(answer: .failure(Nx1Error(.serviceFailed, "Failed (503).")))
        #expect(Check.checks(of: silent)[1] == .skipped("clock", "The service doesn't answer."))
    }
}
