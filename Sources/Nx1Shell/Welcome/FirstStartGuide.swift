import ConnectionDialogs
import InputSources
import Nx1Client
import Nx1Values
import ProfileDrafts
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

/// Guides a person through the first start, when nothing is configured yet.
struct FirstStartGuide: Sendable {
    private let session: Session
    private let connection: Connection
    private let console: Console
    private let interrupts: Interrupts
    private let questions: Questions

    /// Nil if a host or sign-in is configured anywhere, or no person can be asked.
    init?(_ session: Session) {
        guard let questions = session.surroundings.questions, session.connection.hasNothingSet else {
            return nil
        }
        self.questions = questions
        self.session = session
        connection = session.connection
        console = session.surroundings.console
        interrupts = session.surroundings.interrupts
    }

    private static let question = "Which tables are there?"
    private static let corrections = 2
    private static let patience = Duration.seconds(10)

    /// Asks for the settings and writes them. Ctrl-C leaves at any time.
    func run() async -> Beginning {
        console.note(
            "No host and no key are set yet. Answer a few questions to set them, or press Enter to skip.")
        console.note(
            "To try the shell without a service, type `sandbox` as the host (same as `nx1sh --sandbox`).")
        do {
            let race = try await interrupts.race(deadline: nil) { try await setUp() }
            if case .finished(let beginning) = race { return beginning }
            if connection.hasNothingSet { sayNothingWasWritten() } else { sayHowToChange() }
        } catch {
            if let complaint = Complaint(error) { console.complain(complaint.sentence) }
        }
        return .prompt
    }

    private func setUp() async throws -> Beginning {
        var start = FirstStart()
        while case .ask(let question) = start.step {
            let answer = try await questions.answer(
                to: FirstStart.words(for: question), isSecret: question == .apiKey, on: console)
            do {
                try start.goOn(with: answer)
            } catch {
                console.complain(Complaint(error)?.sentence ?? "")
            }
        }
        switch start.step {
        case .sandbox: return .sandbox
        case .write:
            try await write(start.draft, isNew: true)
            try await tryOut()
        case .ask, .leave: sayNothingWasWritten()
        }
        return .prompt
    }

    private func sayNothingWasWritten() {
        console.note("Nothing was saved. To set a host and key later, use `:profile add default`.")
    }

    private func sayHowToChange() {
        console.note("To change the settings, use `:profile add default`; to test them, use :auth.")
    }

    private func write(_ draft: ProfileDraft, isNew: Bool) async throws {
        let file = try connection.profiles()
        if isNew, file.profiles.contains(where: { $0.name == draft.name }) {
            throw Complaint.usage(
                "The profile \(draft.name) wasn't saved: another program has just added it to \(file.path).")
        }
        try ProfileFile.set(draft.settings, ofProfile: draft.name, at: file.path)
        connection.readAnew()
        await connection.close()
        console.note("Saved the profile \(draft.name) in \(file.path).")
    }

    /// Tests the connection and the sign-in, lets the person correct a setting that fails, and offers a test
    /// question.
    private func tryOut() async throws {
        if case .browser? = try connection.settings().signIn?.value {
            guard try await agrees(to: "Sign in now? [Y/n] ", unlessSaid: true)
            else { return }
            let place = session.context(at: LineLocation(.prompt, line: 1))
            let line = await session.lineRuns(in: place)
            try await PersonLogin(
                connection, on: console, environment: line.surroundings.environment, asking: questions,
                open: line.open
            ).logIn(LoginRequest())
        }
        var corrections = Self.corrections
        while let failure = try await fault() {
            console.complain(failure.sentence)
            guard corrections > 0, let key = failure.correctable,
                try await correct(key)
            else {
                sayHowToChange()
                return
            }
            corrections -= 1
        }
        if try await agrees(
            to: "Ask a test question, \"\(Self.question)\"? [y/N] ", unlessSaid: false)
        {
            _ = await session.perform(
                Statement(line: 1, content: .text(Self.question)), at: LineLocation(.prompt, line: 1))
        }
    }

    /// The error that keeps the service from answering this person; nil, after a note, if it answers.
    private func fault() async throws -> Fault? {
        do {
            var configuration = try connection.settings().clientConfiguration()
            configuration.speakAsShell()
            // A person is waiting and can correct the settings, so don't retry.
            configuration.retryPolicy = .never
            configuration.limits.request = min(configuration.limits.request, Self.patience)
            console.note("Connecting to \(configuration.address) …")
            let version = try await withNx1Client(configuration) { nx1 in
                let ping = try await nx1.ping()
                _ = try await nx1.runs(limit: 1)
                return ping.version
            }
            let named = version.map { " (version \($0))" } ?? ""
            console.note("Connected: the service\(named) accepts the sign-in.")
            return nil
        } catch let error as Nx1Error {
            let isKey = [.notSignedIn, .notAllowed].contains(error.code)
            let usesKey = (try? connection.settings().signIn?.value.oauth) == nil
            return Fault(
                sentence: Complaint(error)?.sentence ?? "",
                correctable: isKey ? (usesKey ? .apiKey : nil) : .host)
        }
    }

    private struct Fault {
        let sentence: String
        /// The profile setting that may be wrong.
        let correctable: ProfileKey?
    }

    /// Asks for another host or key.
    /// - Returns: whether a new value was saved.
    private func correct(_ key: ProfileKey) async throws -> Bool {
        let profile = try connection.settings().profile
        for _ in 0...Self.corrections {
            var draft = ProfileDraft("default", existing: profile, settings: [])
            let answer = try await questions.answer(
                to: draft.words(for: key), isSecret: key.isSecret, on: console)
            guard let answer, !FirstStart.leaves(answer) else { return false }
            do {
                try draft.set(answer, for: key)
                try await write(draft, isNew: false)
                return true
            } catch {
                console.complain(Complaint(error)?.sentence ?? "")
            }
        }
        return false
    }

    private func agrees(
        to question: String, unlessSaid usual: Bool
    ) async throws -> Bool {
        guard let answer = try await questions.answer(to: question, on: console)?.lowercased() else {
            return false
        }
        return answer.isEmpty ? usual : ["y", "yes"].contains(answer)
    }
}
