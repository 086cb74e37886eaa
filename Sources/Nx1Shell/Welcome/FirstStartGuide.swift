import ConnectionDialogs
import InputSources
import Nx1Client
import Nx1Values
import ProfileDrafts
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

/// Helps somebody who starts the shell for the first time, and has nothing set yet.
struct FirstStartGuide: Sendable {
    private let session: Session
    private let connection: Connection
    private let console: Console
    private let interrupts: Interrupts
    private let questions: Questions

    /// Nil if anything says where the service is or who asks, or nobody is there to be asked.
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

    /// Asks, and writes what is answered. Ctrl-C leaves it at any moment.
    func run() async -> Beginning {
        console.note(
            "No host and no key are set yet. A few questions set them; Enter alone leaves.")
        console.note(
            "`sandbox` in place of a host tries the shell without one (nx1sh --sandbox).")
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
        console.note("Nothing was written; :profile add default asks again.")
    }

    private func sayHowToChange() {
        console.note(":profile add default changes what is set, and :auth tries it again.")
    }

    private func write(_ draft: ProfileDraft, isNew: Bool) async throws {
        let file = try connection.profiles()
        if isNew, file.profiles.contains(where: { $0.name == draft.name }) {
            throw Complaint.usage("\(file.path) has a profile \(draft.name) by now, which stays as it is.")
        }
        try ProfileFile.set(draft.settings, ofProfile: draft.name, at: file.path)
        connection.readAnew()
        await connection.close()
        console.note("The profile \(draft.name) is in \(file.path).")
    }

    /// Sees whether the service answers and knows the person, lets them correct what it doesn't like, and offers a question.
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

    /// What keeps the service from answering this person; nil if nothing does, which is said.
    private func fault() async throws -> Fault? {
        do {
            var configuration = try connection.settings().clientConfiguration()
            configuration.speakAsShell()
            // Somebody waits, and can mend what is wrong.
            configuration.retryPolicy = .never
            configuration.limits.request = min(configuration.limits.request, Self.patience)
            console.note("Asking \(configuration.address) …")
            let version = try await withNx1Client(configuration) { nx1 in
                let ping = try await nx1.ping()
                _ = try await nx1.runs(limit: 1)
                return ping.version
            }
            let named = version.map { " (version \($0))" } ?? ""
            console.note("The service\(named) answers, and the sign-in is accepted.")
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
        /// What may be wrong in the profile.
        let correctable: ProfileKey?
    }

    /// Asks for another host or key.
    /// - Returns: whether there is one now.
    private func correct(_ key: ProfileKey) async throws -> Bool {
        let profile = try connection.settings().profile
        for _ in 0...Self.corrections {
            var draft = ProfileDraft("default", existing: profile, settings: [])
            let answer = try await questions.answer(
                to: draft.words(for: key), isSecret: key.isSecret, on: console)
            guard let answer, !answer.isEmpty else { return false }
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
