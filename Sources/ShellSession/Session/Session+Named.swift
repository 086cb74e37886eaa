import Nx1Client
import Nx1Events
import RunJournal
package import ShellInput
package import ShellOutput
import ShellRuns
import TypedRequests

/// Sessions that last: what they are told and asked is kept under a name (`:session`, `--session`).
extension Session {
    /// Goes on with the session that the settings name, if they name one. What flags say takes precedence over its state.
    /// - Returns: whether the lines can be done; if not, that was said and counted.
    public func resume() async -> Bool {
        guard let name = settings.session else { return true }
        let context = context(at: LineLocation(.commandLine, line: 0))
        _ = await attempt(in: context) { session in
            try await session.use(name, on: session.isConversing ? context.console : nil)
        }
        return savedState != nil
    }

    /// Names what is asked from here on. A session that the journal has goes on.
    /// - Parameter console: where that is said; nil: only what is missing is said.
    /// - Throws: ``Complaint`` if the session can't be kept.
    package func use(_ name: SessionName, on console: Console?) async throws {
        guard runs.journal.isOnDisk else {
            throw Complaint.usage(
                "Sessions are stored in the journal, which is off.",
                advice: hasOwnService
                    ? "Leave out --sandbox." : "Leave out --no-journal, and don't set NX1_SHELL_JOURNAL=off.")
        }
        if settings.session != name { await save() }
        guard let entries = try await runs.entries(ofSession: name.description) else {
            throw Complaint(.noJournal, "Couldn't open session \(name): the journal can't be used.")
        }
        let stored = try await runs.journal.session(name.description)
        let state = SessionState(stored ?? [:])
        let isFirst = runs.all.isEmpty
        settings.session = name
        conversation.begin()
        if stored != nil { apply(state) }
        if isFirst, !entries.isEmpty || !state.numbers.isEmpty {
            try await runs.restore(entries, numbers: state.numbers)
        }
        if stored != nil || !entries.isEmpty { try await carryExchanges(of: entries, unless: state) }
        if let last = entries.last {
            let time = Timestamp.clock(last.began, asOf: Timestamp.milliseconds())
            let way = isFirst ? "" : " :runs --session \(name) lists them."
            console?.note(
                "Resumed session \(name): \(entries.count.counted("run")), the last from \(time).\(way)")
        } else {
            console?.note(
                stored == nil
                    ? "Started session \(name)." : "Resumed session \(name). It has no runs yet.")
        }
        let missing = state.omitted.filter { settings.sticky.values[$0] == nil }
        if !missing.isEmpty {
            (console ?? surroundings.console).note(
                "Set these again: \(missing.joined(separator: ", ")). Values that may be secret aren't stored."
            )
        }
        savedState = [:]
        await save()
    }

    /// What is asked from here on belongs to no session.
    /// - Returns: the name of the session that ends here; nil if there was none.
    package func leaveSession() async -> SessionName? {
        await save()
        savedState = nil
        defer { settings.session = nil }
        return settings.session
    }

    /// Stores what the session needs to go on, if it has a name and something has changed.
    func save() async {
        guard let name = settings.session, savedState != nil, !settings.isDryRun else { return }
        var state = SessionState([:])
        state.crew = settings.crew
        state.context = settings.context
        state.beginsTopic = hasBegunTopic && exchanges.isEmpty
        state.numbers = runs.numbers(limit: SessionState.mostNumbers)
        state.setSticky(settings.sticky, under: runs.secretCover)
        let json = state.json
        if json == savedState { return }
        savedState = json
        // Who is cancelled here ends at once, and has saved after the line before.
        try? await runs.journal.saveSession(name.description, state: json)
    }

    private func apply(_ state: SessionState) {
        if let crew = state.crew { settings.crew = told.crew ?? crew }
        settings.sticky.add(state.sticky)
        settings.sticky.add(told.sticky)
        settings.context = state.context
    }

    /// The exchanges of the session's last conversation with this host are those that questions carry.
    private func carryExchanges(of entries: [JournalEntry], unless state: SessionState) async throws {
        exchanges.removeAll()
        hasBegunTopic = state.beginsTopic
        let host = runs.host
        guard !state.beginsTopic,
            let last = entries.last(where: { entry in
                entry.host == host && entry.question != nil && entry.answer != nil
                    && entry.status == .completed
            })
        else { return }
        try await takeConversation(to: last)
    }
}

extension SessionNameError: UsageError {}
