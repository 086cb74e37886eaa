import Nx1Client
import Nx1Events
import RunJournal
package import ShellInput
package import ShellOutput
import ShellRuns
import TypedRequests

/// Named sessions, whose state and runs are stored in the journal (`:session`, `--session`).
extension Session {
    /// Resumes the session that the settings name, if any. Flags override its stored state.
    /// - Returns: whether the lines can run; a failure has been reported and counted.
    public func resume() async -> Bool {
        guard let name = settings.session else { return true }
        let context = context(at: LineLocation(.commandLine, line: 0))
        _ = await attempt(in: context) { session in
            try await session.use(name, on: session.isConversing ? context.console : nil)
        }
        return savedState != nil
    }

    /// Switches to the named session, resuming it if the journal has it.
    /// - Parameter console: receives the note about the switch; nil prints only which inputs are missing.
    /// - Throws: ``Complaint`` if the session can't be stored.
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
            let way = isFirst ? "" : " `:runs --session \(name)` lists them."
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

    /// Leaves the current session.
    /// - Returns: the name of the session; nil if there was none.
    package func leaveSession() async -> SessionName? {
        await save()
        savedState = nil
        defer { settings.session = nil }
        return settings.session
    }

    /// Saves the state of a named session if it has changed.
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
        // A failure here means cancellation at exit; the state was saved after the previous line.
        try? await runs.journal.saveSession(name.description, state: json)
    }

    private func apply(_ state: SessionState) {
        if let crew = state.crew { settings.crew = told.crew ?? crew }
        settings.sticky.add(state.sticky)
        settings.sticky.add(told.sticky)
        settings.context = state.context
    }

    /// Restores the exchanges of the session's last conversation with this host.
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
