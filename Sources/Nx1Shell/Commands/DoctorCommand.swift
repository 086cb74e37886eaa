import Nx1Client
import Nx1Events
import Nx1Settings
import Nx1Values
import RunJournal
import ShellDoctor
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let doctor = Command(
        name: "doctor", group: .service,
        summary: "checks the terminal, files, settings, connection and sign-in",
        details: """
            Each check is ok, a warning or a failure, with what to do. A check is skipped
            if it depends on one that failed. Ctrl-C shows the checks that are finished.
            The exit status is 1 if a check failed, otherwise 0. nx1sh --doctor runs the
            same checks.

            It shows no secret, so you can send the report to whoever helps you. It
            writes nothing, and connects to the configured host only, through the proxy if
            one is set. It gets a token as any request does, but never refreshes the
            sign-in of :login.
            """,
        examples: [
            .init(":doctor", "checks everything"),
            .init(":doctor -o json", "as a list of objects"),
            .init(":doctor > doctor.txt", "into a file"),
        ],
        shows: .always
    ) { invocation, session in
        try invocation.words.end(of: "doctor")
        let doctor = Doctor(session.doctorSubject)
        if invocation.console.isTerminal, let host = doctor.host {
            invocation.console.note("Checking the connection to \(host)…")
        }
        let report = await doctor.report()
        guard report.isComplete else {
            throw ShownFailure(
                reply: Reply(report),
                complaint: Complaint(.interrupted, "Interrupted."))
        }
        let failures = report.failures
        guard !failures.isEmpty else { return Reply(report) }
        let count = failures.count == 1 ? "1 check failed" : "\(failures.count) checks failed"
        throw ShownFailure(
            reply: Reply(report),
            complaint: Complaint(.checkFailed, "\(count): \(failures.joined(separator: ", "))."))
    }
}

extension Session {
    fileprivate var doctorSubject: DoctorSubject {
        let environment = surroundings.environment
        var subject = DoctorSubject(
            connection: Result { () throws(Nx1Error) in try connection.settings() }, journal: runs.journal)
        subject.environment = environment
        subject.version = surroundings.program.text.split(separator: "\n").joined(separator: ". ")
        subject.shellHome = surroundings.folders.shellHome
        subject.profileOption = settings.overrides.profile
        subject.keyFile = settings.overrides.apiKeyFile
        subject.sessionSettings = [retrySetting, crewSetting, formatSetting]
        subject.journalReason =
            switch true {
            case hasOwnService: "the sandbox ends with this process"
            case JournalVariable.isOff(in: environment): "NX1_SHELL_JOURNAL is off"
            case subject.shellHome == nil: "there is no shell folder"
            default: "--no-journal"
            }
        return subject
    }

    private var retrySetting: SettingFacts {
        let budget = settings.overrides.retryBudget
        return SettingFacts(
            "retry_for", (budget ?? RetryPolicy().budget).inWords, from: budget.map { _ in "--retry-for" })
    }

    private var crewSetting: SettingFacts {
        let profile = (try? connection.settings())?.profile
        var source: String?
        if settings.crew != nil {
            source = "--crew or :crew"
        } else if let profile, profile.crew != nil {
            source = "the profile \(profile.name)"
        }
        return SettingFacts("crew", defaultCrew.rawValue, from: source)
    }

    private var formatSetting: SettingFacts {
        SettingFacts(
            "format", settings.format.name,
            from: settings.format.name == OutputFormat.auto.name ? nil : "-o or :format")
    }
}
