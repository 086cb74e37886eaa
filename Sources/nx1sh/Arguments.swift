import ArgumentParser
import InputSources
import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

/// The command line (`design.md`, "Command line"): its flags, and the combinations that are rejected before anything
/// runs.
struct Arguments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nx1sh",
        abstract: "A conversational shell for Nx1 crews.",
        discussion: """
            Type a question, watch the crew work, read the answer; :commands steer the session.
            Without QUESTION, -c or -f: opens a prompt at a terminal; otherwise runs the lines of stdin.

            Exit status:
            \(exitStatuses)
            """,
        version: ProgramVersion.own.text)

    private static var exitStatuses: String {
        ExitStatus.meanings.map { "  \($0.rawValue)  \($1)" }.joined(separator: "\n")
    }

    static var _errorPrefix: String { "nx1sh: " }

    @Argument(
        help: ArgumentHelp("A question for the crew, or a :command.", valueName: "question"))
    var question: [String] = []

    @Option(
        name: [.customShort("c"), .long], parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Run LINE, then exit (repeatable; runs in order with -f).", valueName: "line"),
        transform: Step.line)
    var command: [Step] = []

    @Option(
        name: [.customShort("f"), .long],
        help: ArgumentHelp("Run the lines of a file, then exit (repeatable; - is stdin).", valueName: "path"),
        completion: .file(), transform: Step.file)
    var file: [Step] = []

    @Option(
        help: ArgumentHelp("The default crew.", valueName: "type"),
        completion: .list(CrewType.published.map(\.rawValue)))
    var crew: String?

    @Option(
        help: ArgumentHelp(
            "Set a sticky input: key=text, key:=json, key=@file, key:=@file (repeatable).", valueName: "item")
    )
    var set: [String] = []

    @Option(
        help: ArgumentHelp(
            "Send a file with each question (repeatable; - is stdin).", valueName: "file"),
        completion: .file())
    var attach: [String] = []

    @Flag(
        name: .customLong("continue"),
        help: ArgumentHelp(
            "Continue the last conversation, or that of a run if QUESTION starts with the run's id."))
    var continues = false

    @Option(
        help: ArgumentHelp("Resume the session of that name, or start it.", valueName: "name"),
        transform: SessionName.option)
    var session: SessionName?

    @Flag(help: "Print the requests as JSON lines without sending them.")
    var dryRun = false

    @OptionGroup(title: "Connection") var connection: ConnectionArguments

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Stop waiting for a run after this long; the run itself continues.", valueName: "seconds"),
        transform: Seconds.limit)
    var deadline: Seconds?

    @Option(
        name: [.customShort("j", allowingJoined: true), .long],
        help: ArgumentHelp("Run up to N lines in parallel; answers stay in input order.", valueName: "n"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Record finished lines under this name; running it again skips them.", valueName: "name"))
    var batch: String?

    @Option(
        help: ArgumentHelp(
            "Run QUESTION or -c for each row, with {column} filled in: CSV, TSV, JSON lines, JSON, - or @RUN.",
            valueName: "file"),
        completion: .file())
    var each: String?

    @Option(
        help: ArgumentHelp(
            "Reuse the last answer to the same request if it is at most this old (30s, 10m, 1h, 2d).",
            valueName: "age"),
        transform: MaximumAge.option)
    var reuse: MaximumAge?

    @Option(
        name: .customLong("input"),
        help: ArgumentHelp("How to read -f and stdin: lines or jsonl.", valueName: "form"))
    var inputForm = InputForm.lines

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Run LINE and print its answer only if its tables (or its text) differ from the last answer to the request.",
            valueName: "line"))
    var ifChanged: String?

    @OptionGroup(title: "Output") var output: OutputArguments

    @Flag(help: "Start no more lines after the first failure.")
    var stopOnError = false

    @Flag(
        name: [.customShort("X"), .customLong("no-rc")], help: "Skip the startup file.")
    var noRc = false

    @Flag(help: "Don't record runs on disk.")
    var noJournal = false

    @Flag(help: "Check the terminal, files, settings, connection and sign-in, then exit.")
    var doctor = false

    @Flag(help: "Sign in like :login, then exit.")
    var login = false

    @Flag(help: "With --login: show a code to enter on another device.")
    var device = false

    @Flag(help: "With --login: use a browser on this machine, even over ssh.")
    var browser = false

    @Option(help: ArgumentHelp("With --login: listen for the browser on this port.", valueName: "n"))
    var port: Int?

    @Flag(help: "Use the built-in sandbox service.")
    var sandbox = false

    /// Prints generated documentation (`.ci/generate`).
    @Flag(help: .hidden) var reference: Reference?

    func validate() throws {
        if !question.isEmpty, !command.isEmpty || !file.isEmpty {
            throw ValidationError("QUESTION can't be combined with -c or -f; pass it as another -c.")
        }
        if login, !question.isEmpty || !command.isEmpty || !file.isEmpty {
            throw ValidationError("--login only signs in; leave out QUESTION, -c and -f.")
        }
        if doctor, login || continues || dryRun || session != nil || each != nil || ifChanged != nil {
            throw ValidationError(
                "--doctor only checks; leave out --login, --continue, --dry-run, --session, --each and --if-changed."
            )
        }
        if doctor, !question.isEmpty || !command.isEmpty || !file.isEmpty {
            throw ValidationError("--doctor only checks; leave out QUESTION, -c and -f.")
        }
        if !login, device || browser || port != nil {
            throw ValidationError("--device, --browser and --port require --login.")
        }
        if device, browser {
            throw ValidationError("--device and --browser can't be combined.")
        }
        if device, port != nil {
            throw ValidationError("--port can't be combined with --device, which uses no port.")
        }
        if let port, !(1...65_535).contains(port) {
            throw ValidationError("--port must be between 1 and 65535, not \(port).")
        }
        if attach.contains("-"), readsStandardInput || question.isEmpty && command.isEmpty && file.isEmpty {
            throw ValidationError(
                "--attach - can't read standard input, which holds the lines; pass the lines as QUESTION, -c or -f FILE."
            )
        }
        if continues, noJournal {
            throw ValidationError("--continue needs the journal; leave out --no-journal.")
        }
        if ifChanged != nil, !question.isEmpty || !command.isEmpty || !file.isEmpty || login {
            throw ValidationError("--if-changed takes its own line; leave out QUESTION, -c, -f and --login.")
        }
        if ifChanged != nil, noJournal || batch != nil || dryRun {
            throw ValidationError(
                "--if-changed compares with answers in the journal; leave out --no-journal, --batch and --dry-run."
            )
        }
        if let each { try validate(each: each) }
        if session != nil, noJournal || sandbox {
            throw ValidationError(
                "--session needs the journal on disk; leave out \(sandbox ? "--sandbox" : "--no-journal").")
        }
        if session != nil, continues || login {
            throw ValidationError(
                continues
                    ? "--session continues its own conversation; leave out --continue."
                    : "--login only signs in; leave out --session.")
        }
        if reuse != nil, noJournal {
            throw ValidationError("--reuse reads answers from the journal; leave out --no-journal.")
        }
        if reuse != nil, ifChanged != nil {
            throw ValidationError("--if-changed always starts a run; leave out --reuse.")
        }
        if login, continues || dryRun {
            throw ValidationError("--login only signs in; leave out --continue and --dry-run.")
        }
        if login, sandbox {
            throw ValidationError("--sandbox signs in automatically; leave out --login.")
        }
        if let jobs, !ManyLines.jobs.contains(jobs) {
            throw ValidationError(
                "-j must be between \(ManyLines.jobs.lowerBound) and \(ManyLines.jobs.upperBound), not \(jobs)."
            )
        }
        if let batch, batch.allSatisfy(\.isWhitespace) {
            throw ValidationError("--batch needs a name.")
        }
        if batch != nil, noJournal {
            throw ValidationError("--batch needs the journal; leave out --no-journal.")
        }
        if batch != nil, sandbox {
            throw ValidationError(
                "--batch needs the journal, which --sandbox doesn't keep; leave out one of them.")
        }
        if sandbox, connection.host != nil || connection.apiKey != nil || connection.apiKeyFile != nil {
            throw ValidationError("--sandbox uses its own host and key; leave out --host and the API key.")
        }
    }

    private func validate(each: String) throws {
        if each.isEmpty { throw ValidationError("--each needs a file.") }
        if !file.isEmpty {
            throw ValidationError("--each runs QUESTION or -c for each row; leave out -f.")
        }
        if login || ifChanged != nil {
            throw ValidationError(
                "--each runs QUESTION or -c for each row; leave out --login and --if-changed.")
        }
        if question.isEmpty, command.isEmpty {
            throw ValidationError("--each needs a line to run for each row: QUESTION or -c LINE.")
        }
        if inputForm != .lines || continues {
            throw ValidationError("--each can't be combined with --input jsonl or --continue.")
        }
        if each == "-", ["-", "/dev/stdin"].contains(connection.apiKeyFile) || attach.contains("-") {
            throw ValidationError(
                "--each - reads the rows from standard input; leave out --api-key-file - and --attach -.")
        }
    }

    /// Whether `-f -` is among the steps.
    private var readsStandardInput: Bool {
        file.contains { if case .file("-") = $0.content { true } else { false } }
    }

    /// The `:login` line that `--login` and its options stand for.
    var loginLine: String {
        [":login", device ? "--device" : nil, browser ? "--browser" : nil, port.map { "--port \($0)" }]
            .compactMap(\.self).joined(separator: " ")
    }

    /// The `-c` and `-f` steps, in command-line order.
    var steps: [Step] {
        (command + file).sorted { $0.position < $1.position }
    }
}
