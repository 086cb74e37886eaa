import ArgumentParser
import InputSources
import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

/// The command line (`design.md`, "Command line"): what it takes, and what is refused before anything runs.
struct Arguments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nx1sh",
        abstract: "A conversational shell for Nx1 crews.",
        discussion: """
            Type a question, watch the crew work, read the answer; :commands steer the session.
            With no QUESTION, -c or -f: a prompt if stdin is a terminal, else stdin's lines.

            Exit status:
            \(exitStatuses)
            """,
        version: "nx1sh \(Version.text)")

    private static var exitStatuses: String {
        ExitStatus.meanings.map { "  \($0.rawValue)  \($1)" }.joined(separator: "\n")
    }

    static var _errorPrefix: String { "nx1sh: " }

    @Argument(
        help: ArgumentHelp("A line like any other: text for the crew, or a :command.", valueName: "question"))
    var question: [String] = []

    @Option(
        name: [.customShort("c"), .long],
        help: ArgumentHelp("A line, then exit (repeatable; mixes with -f in order).", valueName: "line"),
        transform: Step.line)
    var command: [Step] = []

    @Option(
        name: [.customShort("f"), .long],
        help: ArgumentHelp("The lines of a file, then exit (repeatable; - is stdin).", valueName: "path"),
        completion: .file(), transform: Step.file)
    var file: [Step] = []

    @Option(
        help: ArgumentHelp("The default crew.", valueName: "type"),
        completion: .list(CrewType.published.map(\.rawValue)))
    var crew: String?

    @Option(
        help: ArgumentHelp(
            "A sticky input: key=text, key:=json, key=@file, key:=@file (repeatable).", valueName: "item"))
    var set: [String] = []

    @Option(
        help: ArgumentHelp(
            "Send a file along with each question (repeatable; - is stdin).", valueName: "file"),
        completion: .file())
    var attach: [String] = []

    @Flag(
        name: .customLong("continue"),
        help: ArgumentHelp(
            "Go on with the last conversation, or with that of the run whose id begins QUESTION."))
    var continues = false

    @Option(
        help: ArgumentHelp("Go on with the session of that name, or begin it.", valueName: "name"),
        transform: SessionName.option)
    var session: SessionName?

    @Flag(help: "Print the requests as JSON lines, and send nothing.")
    var dryRun = false

    @OptionGroup(title: "Connection") var connection: ConnectionArguments

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The limit for one run; it is left running then.", valueName: "seconds"),
        transform: Seconds.limit)
    var deadline: Seconds?

    @Option(
        name: [.customShort("j"), .long],
        help: ArgumentHelp("Up to so many runs at once; answers in the lines' order.", valueName: "n"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Remember which lines are finished; run again, only the others are done.", valueName: "name"))
    var batch: String?

    @Option(
        help: ArgumentHelp(
            "QUESTION or -c for each row, {column} filled in: CSV, TSV, JSON lines, JSON, - or @RUN.",
            valueName: "file"),
        completion: .file())
    var each: String?

    @Option(
        help: ArgumentHelp(
            "Show the answer that the same request got not longer ago than that, without a new run (30s, 10m, 1h, 2d).",
            valueName: "age"),
        transform: MaximumAge.option)
    var reuse: MaximumAge?

    @Option(
        name: .customLong("input"),
        help: ArgumentHelp("What the lines of -f and stdin are: lines, or jsonl.", valueName: "form"))
    var inputForm = InputForm.lines

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "A line that prints its answer only if its tables, or else its text, differ from the last answer to the same request.",
            valueName: "line"))
    var ifChanged: String?

    @OptionGroup(title: "Output") var output: OutputArguments

    @Flag(help: "Start nothing more after the first failure.")
    var stopOnError = false

    @Flag(
        name: [.customShort("X"), .customLong("no-rc")], help: "Don't do the commands of the start-up file.")
    var noRc = false

    @Flag(help: "Keep no record of runs on disk.")
    var noJournal = false

    @Flag(help: "Sign in, as :login does, then exit.")
    var login = false

    @Flag(help: "With --login: show a code for a browser on another device.")
    var device = false

    @Flag(help: "With --login: use a browser here, even over ssh.")
    var browser = false

    @Option(help: ArgumentHelp("With --login: wait for the browser at this port.", valueName: "n"))
    var port: Int?

    @Flag(help: "Use a service of its own, inside this process: for trying things.")
    var sandbox = false

    /// For the repository: what the program says of itself.
    @Flag(help: .hidden) var reference: Reference?

    func validate() throws {
        if !question.isEmpty, !command.isEmpty || !file.isEmpty {
            throw ValidationError("A QUESTION doesn't go together with -c or -f; give it as one more -c.")
        }
        if login, !question.isEmpty || !command.isEmpty || !file.isEmpty {
            throw ValidationError("--login only signs in; leave out QUESTION, -c and -f.")
        }
        if !login, device || browser || port != nil {
            throw ValidationError("--device, --browser and --port go with --login.")
        }
        if device, browser {
            throw ValidationError("--login takes --device or --browser, not both.")
        }
        if device, port != nil {
            throw ValidationError("--port is for a browser: no port is used with --device.")
        }
        if let port, !(1...65_535).contains(port) {
            throw ValidationError("--port takes a port, 1 to 65535, not \(port).")
        }
        if attach.contains("-"), readsStandardInput || question.isEmpty && command.isEmpty && file.isEmpty {
            throw ValidationError(
                "--attach - sends standard input along, but it holds the lines here; give the lines as QUESTION, -c or -f FILE."
            )
        }
        if continues, noJournal {
            throw ValidationError("--continue goes by the journal; leave out --no-journal.")
        }
        if ifChanged != nil, !question.isEmpty || !command.isEmpty || !file.isEmpty || login {
            throw ValidationError("--if-changed has its line itself; leave out QUESTION, -c, -f and --login.")
        }
        if ifChanged != nil, noJournal || batch != nil || dryRun {
            throw ValidationError(
                "--if-changed compares with the journal; leave out --no-journal, --batch and --dry-run.")
        }
        if let each { try validate(each: each) }
        if session != nil, noJournal || sandbox {
            throw ValidationError(
                "--session is kept in the journal; leave out \(sandbox ? "--sandbox" : "--no-journal").")
        }
        if session != nil, continues || login {
            throw ValidationError(
                continues
                    ? "--session goes on with its own conversation; leave out --continue."
                    : "--login only signs in; leave out --session.")
        }
        if reuse != nil, noJournal {
            throw ValidationError("--reuse takes answers from the journal; leave out --no-journal.")
        }
        if reuse != nil, ifChanged != nil {
            throw ValidationError("--if-changed always asks; leave out --reuse.")
        }
        if login, continues || dryRun {
            throw ValidationError("--login only signs in; leave out --continue and --dry-run.")
        }
        if login, sandbox {
            throw ValidationError("--sandbox signs in by itself; leave out --login.")
        }
        if let jobs, !ManyLines.jobs.contains(jobs) {
            throw ValidationError(
                "-j takes \(ManyLines.jobs.lowerBound) to \(ManyLines.jobs.upperBound) runs at once, not \(jobs)."
            )
        }
        if let batch, batch.allSatisfy(\.isWhitespace) {
            throw ValidationError("--batch wants a name.")
        }
        if batch != nil, noJournal {
            throw ValidationError("--batch goes by the journal; leave out --no-journal.")
        }
        if sandbox, connection.host != nil || connection.apiKey != nil || connection.apiKeyFile != nil {
            throw ValidationError("--sandbox brings its own host and key; leave out --host and --api-key.")
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
            throw ValidationError("--each can't be used with --input jsonl or --continue.")
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

    /// The line that `--login` stands for.
    var loginLine: String {
        [":login", device ? "--device" : nil, browser ? "--browser" : nil, port.map { "--port \($0)" }]
            .compactMap(\.self).joined(separator: " ")
    }

    /// `-c` and `-f` in the order in which they were given.
    var steps: [Step] {
        (command + file).sorted { $0.position < $1.position }
    }
}
