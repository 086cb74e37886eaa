public import Nx1Client

/// What a greeting leads to.
public enum Beginning: Sendable {
    /// The prompt.
    case prompt
    /// The prompt, in front of a sandbox that the person asked for.
    case sandbox
}

extension Session {
    private static let question = "Which tables are there?"
    private static let corrections = 2
    private static let patience = Duration.seconds(10)

    /// Whether nothing at all says where the service is or who asks, and somebody is there to be asked.
    var isFirstStart: Bool {
        guard questions != nil, let settings = try? connection.settings() else { return false }
        return settings.host == nil && settings.signIn == nil
            && (try? connection.profiles().profiles.isEmpty) == true
    }

    /// Helps somebody who starts the shell for the first time. Ctrl-C leaves it at any moment.
    func guide() async -> Beginning {
        guard let questions else { return .prompt }
        console.note(
            "No host and no key are set yet. A few questions set them; Enter alone leaves.")
        console.note(
            "`sandbox` in place of a host tries the shell without one (nx1sh --sandbox).")
        do {
            let race = try await interrupts.race(deadline: nil) { try await self.setUp(asking: questions) }
            if case .finished(let beginning) = race { return beginning }
            if isFirstStart { sayNothingWasWritten() } else { sayHowToChange() }
        } catch {
            if let complaint = Complaint(error) { console.complain(complaint.sentence) }
        }
        return .prompt
    }

    private func setUp(asking questions: Questions) async throws -> Beginning {
        var start = FirstStart()
        while case .ask(let question) = start.step {
            let answer = try await questions.answer(
                to: FirstStart.words(for: question), isSecret: question == .apiKey, on: console)
            do {
                try start.take(answer)
            } catch {
                console.complain(Complaint(error)?.sentence ?? "")
            }
        }
        switch start.step {
        case .sandbox: return .sandbox
        case .write:
            try await write(start.draft, isNew: true)
            try await tryOut(asking: questions)
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
        await close()
        console.note("The profile \(draft.name) is in \(file.path).")
    }

    /// Sees whether the service answers and knows the person, lets them correct what it doesn't like, and offers a question.
    private func tryOut(asking questions: Questions) async throws {
        if case .browser? = try connection.settings().signIn?.value {
            guard try await agrees(to: "Sign in with the browser now? [Y/n] ", unlessSaid: true, questions)
            else { return }
            try await logIn()
        }
        var corrections = Self.corrections
        while let failure = try await fault() {
            console.complain(failure.sentence)
            guard corrections > 0, let key = failure.correctable,
                try await correct(key, asking: questions)
            else {
                sayHowToChange()
                return
            }
            corrections -= 1
        }
        if try await agrees(
            to: "Ask a test question, \"\(Self.question)\"? [y/N] ", unlessSaid: false, questions)
        {
            _ = await perform(
                Statement(line: 1, content: .text(Self.question)), at: Place(.prompt, line: 1))
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
    private func correct(_ key: ProfileKey, asking questions: Questions) async throws -> Bool {
        let profile = try connection.settings().profile
        for _ in 0...Self.corrections {
            var draft = ProfileDraft("default", existing: profile, settings: [])
            let answer = try await questions.answer(
                to: draft.words(for: key), isSecret: key.isSecret, on: console)
            guard let answer, !answer.isEmpty else { return false }
            do {
                try draft.take(answer, for: key)
                try await write(draft, isNew: false)
                return true
            } catch {
                console.complain(Complaint(error)?.sentence ?? "")
            }
        }
        return false
    }

    private func agrees(
        to question: String, unlessSaid usual: Bool, _ questions: Questions
    ) async throws -> Bool {
        guard let answer = try await questions.answer(to: question, on: console)?.lowercased() else {
            return false
        }
        return answer.isEmpty ? usual : ["y", "yes"].contains(answer)
    }

    /// Goes on with a service that is there for this session only.
    /// - Parameters:
    ///   - host: its address.
    ///   - apiKey: the pre-shared key that it takes.
    ///   - source: what the answer to "who am I" is to name.
    public func use(host: String, apiKey: Secret, from source: SettingSource) async {
        settings.overrides.host = Setting(host, from: source)
        settings.overrides.apiKey = Setting(apiKey, from: source)
        await close()
        connection.override(settings.overrides)
        console.note("This is the sandbox: its answers are made up, and it ends with the shell.")
    }
}
