import Nx1Events

/// The progress lines for terminals and files without live rows: one per finished step.
struct StepLines: Sendable {
    /// The maximum number of changes that are handled together, so that no step is dropped unseen.
    private static let mostChanges = 1800
    private static let columns = 110

    /// The steps at the last check, in order, and whether each has had its line.
    private var seen: [(id: String, isTold: Bool)] = []
    private var revision = 0
    private var time: Duration?
    /// The time that the last check took.
    var cost: Duration = .zero

    /// Returns whether lines are due. Changes after a pause are handled immediately.
    func isDue(_ run: borrowing RunSteps, at time: Duration) -> Bool {
        guard run.revision != revision else { return false }
        guard let last = self.time else { return true }
        return time - last >= StepBoard.pause(for: run.count, cost: cost)
            || run.revision &- revision >= Self.mostChanges
    }

    /// Returns the lines that are due.
    /// - Parameter clock: returns the time after the lines were made.
    mutating func linesIfDue(
        of run: borrowing RunSteps, at time: Duration, isLast: Bool, clock: () -> Duration
    ) -> [String] {
        guard isLast || isDue(run, at: time) else { return [] }
        defer { cost = clock() - time }
        return lines(of: run, at: time, isLast: isLast)
    }

    /// Returns the lines of the steps that have ended since the last check.
    /// - Parameter isLast: whether this is the last check. Before that, a failed step waits until it can't be retried.
    mutating func lines(of run: borrowing RunSteps, at time: Duration, isLast: Bool = false) -> [String] {
        self.time = time
        revision = run.revision
        let known = KnownOutline(run, level: .steps)
        let page = StepPage(
            run.clock, at: time, beginning: known.beginning, columns: Self.columns,
            signs: StepSigns(spinner: .dots))
        var lines: [(order: Int64, index: Int, text: String)] = []
        var now: [(id: String, isTold: Bool)] = []
        now.reserveCapacity(known.lines.count)
        /// The ids of steps with a line, once the order of steps has changed.
        var told: Set<String>?
        for (index, line) in known.lines.enumerated() {
            let step = line.step
            var isTold = false
            if told == nil, index < seen.count, seen[index].id == step.id {
                isTold = seen[index].isTold
            } else if told != nil || index < seen.count {
                if told == nil { told = Set(seen.lazy.filter(\.isTold).map(\.id)) }
                isTold = told?.contains(step.id) == true
            }
            let isDue =
                !isTold && step.state != .working
                && (isLast || step.state == .done || isSettled(index, in: known.lines))
            now.append((step.id, isTold || isDue))
            guard isDue else { continue }
            let row = StepRow(
                line: line, summary: StepSummary(step, showsError: line.showsError),
                time: page.timeWords(of: step) ?? "", signs: page.signs)
            lines.append((Self.end(of: step), index, row.plainText(columns: Self.columns)))
        }
        seen = now
        if lines.count < 2 { return lines.map(\.text) }
        let places = Self.places(of: known.lines)
        return lines.sorted { ($0.order, places[$0.index]) < ($1.order, places[$1.index]) }.map(\.text)
    }

    /// Returns the position of each line in the order in which nested steps come before their parent.
    private static func places(of lines: [StepOutline.Line]) -> [Int] {
        var places = [Int](repeating: 0, count: lines.count)
        var open: [Int] = []
        var next = 0
        func close(downTo depth: Int) {
            while let last = open.last, lines[last].depth >= depth {
                places[last] = next
                next += 1
                open.removeLast()
            }
        }
        for index in lines.indices {
            close(downTo: lines[index].depth)
            open.append(index)
        }
        close(downTo: 0)
        return places
    }

    /// Marks finished steps as shown elsewhere.
    mutating func skip(_ run: borrowing RunSteps, at time: Duration) {
        _ = lines(of: run, at: time)
    }

    /// Returns whether a failed step can't be retried: a later step has started, or the enclosing step has ended.
    private func isSettled(_ index: Int, in lines: [StepOutline.Line]) -> Bool {
        if index + 1 < lines.count,
            lines.suffix(from: index + 1).contains(where: { $0.depth <= lines[index].depth })
        {
            return true
        }
        let outer = lines[..<index].last { $0.depth < lines[index].depth }
        return outer.map { $0.step.state != .working } ?? false
    }

    /// The end of a step in milliseconds, by the clock that its events use.
    private static func end(of step: RunStep) -> Int64 {
        let began = step.began.map { $0 / 1000 } ?? step.arrived.map { Int64($0.wholeMilliseconds) } ?? .max
        let (end, overflow) = began.addingReportingOverflow(Int64(step.duration?.wholeMilliseconds ?? 0))
        return overflow ? .max : end
    }
}
