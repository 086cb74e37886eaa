import Synchronization

/// Requests of other threads to the editor's thread.
final class Mailbox: Sendable {
    /// The events since the thread last checked.
    struct News {
        var entries: [String] = []
        var wasResized = false
        var wasResumed = false
        var forgetsKeys = false
        /// Why the line being edited must end, if it must.
        var stop: Stop?
    }

    /// Why a line ends before Enter.
    enum Stop {
        case interrupted, cancelled, closing
    }

    /// The thread's next action.
    enum Step {
        case edit(LineRequest)
        case release([CheckedContinuation<Void, Never>])
        case sendHistory([CheckedContinuation<[String], Never>])
        case end
        case wait(KeyListener?)
    }

    private struct State {
        var news = News()
        var lines: [LineRequest] = []
        var current: Int?
        /// Whether an interruption came between two lines.
        var wasInterrupted = false
        var listener: KeyListener?
        var listeners = 0
        var cancelledEarly: Set<Int> = []
        var releases: [CheckedContinuation<Void, Never>] = []
        var historians: [CheckedContinuation<[String], Never>] = []
        var isClosed = false
        var isOver = false
        var closers: [CheckedContinuation<Void, Never>] = []

        mutating func takeNews() -> News {
            defer { news = News(stop: news.stop) }
            return news
        }

        mutating func takeStep() -> Step {
            if !releases.isEmpty {
                defer { releases = [] }
                return .release(releases)
            }
            if !historians.isEmpty {
                defer { historians = [] }
                return .sendHistory(historians)
            }
            guard !isClosed else { return .end }
            guard !lines.isEmpty else { return .wait(listener) }
            let line = lines.removeFirst()
            current = line.number
            return .edit(line)
        }
    }

    private let state = Mutex(State())
    let wakeUp: WakeUp

    init() throws(LineEditorError) {
        wakeUp = try WakeUp()
    }
}

// MARK: - For the editor's thread
extension Mailbox {
    /// Returns the news. A reason to end a line remains until the line has ended.
    func news() -> News {
        state.withLock { $0.takeNews() }
    }

    /// Returns the news and the next action atomically, so that entries added before `close` are in the news.
    func next() -> (news: News, step: Step) {
        state.withLock { ($0.takeNews(), $0.takeStep()) }
    }

    /// Marks the current line as answered.
    func finishLine() {
        state.withLock { state in
            state.current = nil
            if !state.isClosed { state.news.stop = nil }
        }
    }
}

extension Mailbox {
    /// Marks the thread's work as finished.
    func end() {
        let closers = state.withLock { state in
            defer { state.closers = [] }
            state.isOver = true
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    /// Resumes when the thread has finished its work.
    func awaitEnd(_ closer: CheckedContinuation<Void, Never>) {
        let isOver = state.withLock { state in
            if !state.isOver { state.closers.append(closer) }
            return state.isOver
        }
        if isOver { closer.resume() }
    }
}

// MARK: - For everybody else
extension Mailbox {
    /// Adds a line to the queue, unless it is cancelled or the mailbox is closed.
    func send(_ line: LineRequest) {
        enum Verdict { case queued, cancelled, closed }
        let verdict: Verdict = state.withLock { state in
            if state.cancelledEarly.remove(line.number) != nil { return .cancelled }
            if state.isClosed { return .closed }
            state.lines.append(line)
            state.wasInterrupted = false
            return .queued
        }
        switch verdict {
        case .queued: wakeUp.ring()
        case .cancelled: line.answer.resume(throwing: CancellationError())
        case .closed: line.answer.resume(returning: .endOfFile)
        }
    }

    /// Ends a line with `CancellationError`, whether it is being edited, in the queue, or not yet queued.
    func cancel(_ number: Int) {
        let queued: LineRequest? = state.withLock { state in
            if state.current == number {
                state.news.stop = .cancelled
            } else if let index = state.lines.firstIndex(where: { $0.number == number }) {
                return state.lines.remove(at: index)
            } else {
                state.cancelledEarly.insert(number)
            }
            return nil
        }
        queued?.answer.resume(throwing: CancellationError())
        wakeUp.ring()
    }

    /// Forgets a line whose call has returned, so that a late cancellation isn't kept.
    func forget(_ number: Int) {
        _ = state.withLock { $0.cancelledEarly.remove(number) }
    }

    /// Interrupts the current or next line; without one, only records the interruption.
    func interrupt() {
        state.withLock { state in
            guard state.current != nil || !state.lines.isEmpty else {
                state.wasInterrupted = true
                return
            }
            if state.news.stop == nil { state.news.stop = .interrupted }
        }
        wakeUp.ring()
    }

    /// Whether an interruption came between two lines; clears it.
    func takeInterruption() -> Bool {
        state.withLock { state in
            defer { state.wasInterrupted = false }
            return state.wasInterrupted
        }
    }

    func remember(_ entry: String) { post { $0.entries.append(entry) } }
    func resize() { post { $0.wasResized = true } }
    func resume() { post { $0.wasResumed = true } }

    func forgetKeys() { post { $0.forgetsKeys = true } }

    func listen(for key: UInt8, isLate: Bool, _ report: @escaping @Sendable (LineEditor.KeyPress) -> Void) {
        state.withLock { state in
            state.listeners += 1
            state.listener = KeyListener(number: state.listeners, key: key, isLate: isLate, report: report)
        }
        wakeUp.ring()
    }

    func stopListening() {
        state.withLock { $0.listener = nil }
        wakeUp.ring()
    }

    /// Requests the terminal; resumes at once if the thread has ended.
    func release(_ answer: CheckedContinuation<Void, Never>) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.releases.append(answer) }
            return state.isClosed
        }
        isClosed ? answer.resume() : wakeUp.ring()
    }

    /// Requests the history; empty if the thread has ended.
    func sendHistory(_ answer: CheckedContinuation<[String], Never>) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.historians.append(answer) }
            return state.isClosed
        }
        isClosed ? answer.resume(returning: []) : wakeUp.ring()
    }

    /// Ends the thread, and all lines with `.endOfFile`.
    func close() {
        let lines: [LineRequest] = state.withLock { state in
            defer { state.lines = [] }
            state.isClosed = true
            state.news.stop = .closing
            return state.lines
        }
        for line in lines { line.answer.resume(returning: .endOfFile) }
        wakeUp.ring()
    }

    private func post(_ change: (inout News) -> Void) {
        state.withLock { change(&$0.news) }
        wakeUp.ring()
    }
}
