import Nx1Events

/// Selects the rows of an outline that fit into a number of rows. Steps in progress take precedence: first the steps of
/// finished tasks are folded into their task, then the oldest steps are left out.
struct StepWindow: Sendable {
    enum Row: Sendable, Hashable {
        case step(StepOutline.Line)
        /// A gap, with the number of rows that are left out.
        case leftOut(Int)
    }

    private(set) var rows: [Row]
    /// The last visible row of each step and its nested steps, keyed by step id.
    private(set) var ends: [String: Int] = [:]

    init(_ outline: StepOutline, rows most: Int) {
        let most = max(1, most)
        let canFold = outline.lines.count > most && outline.lines.contains { $0.depth > 0 }
        let lines = canFold ? Self.folded(outline.lines, to: most) : outline.lines
        rows = lines.count > most ? [] : lines.map(Row.step)
        // Each gap takes a row.
        var room = most - 1
        while lines.count > most, rows.isEmpty || rows.count > most, room >= 0 {
            rows = Self.rows(lines, Self.thinned(lines, to: room))
            room -= 1
        }
        markEnds()
    }

    private static func rows(_ lines: [StepOutline.Line], _ kept: [Int]) -> [Row] {
        var rows: [Row] = []
        var next = 0
        for index in kept {
            if index > next { rows.append(.leftOut(index - next)) }
            rows.append(.step(lines[index]))
            next = index + 1
        }
        if next < lines.count { rows.append(.leftOut(lines.count - next)) }
        return rows
    }

    /// Folds the steps of finished tasks, oldest first, as far as needed.
    private static func folded(_ lines: [StepOutline.Line], to most: Int) -> [StepOutline.Line] {
        var result: [StepOutline.Line] = []
        var count = lines.count
        var index = 0
        while index < lines.count {
            let end = lines[(index + 1)...].firstIndex { $0.depth <= lines[index].depth } ?? lines.count
            let inside = end - index - 1
            var line = lines[index]
            if count > most, line.depth == 0, line.step.state != .working, inside > 0 {
                line.folded = inside
                count -= inside
                index = end
            } else {
                index += 1
            }
            result.append(line)
        }
        return result
    }

    /// Returns the rows to keep: those in progress, and the newest of the others.
    private static func thinned(_ lines: [StepOutline.Line], to room: Int) -> [Int] {
        var kept = Set(lines.indices.filter { lines[$0].step.state == .working }.suffix(room))
        for index in lines.indices.reversed() {
            if kept.count >= room { break }
            kept.insert(index)
        }
        return kept.sorted()
    }

    /// Computes ``ends``.
    private mutating func markEnds() {
        var open: [(id: String, depth: Int)] = []
        for (index, row) in rows.enumerated() {
            guard case .step(let line) = row else { continue }
            open.removeAll { $0.depth >= line.depth }
            open.append((line.step.id, line.depth))
            for outer in open { ends[outer.id] = index }
        }
    }
}

/// The time, the width and the signs that step rows are made with.
struct StepPage: Sendable {
    /// The maximum width of a row.
    let columns: Int
    let signs: StepSigns
    private let clock: RunClock
    private let time: Duration
    /// The start of the first step, by the service's clock, in microseconds since 1970.
    private let beginning: Int64?

    /// - Parameters:
    ///   - time: the time since the run was first watched.
    ///   - beginning: the start of the first step, by the service's clock, in microseconds since 1970.
    init(_ clock: RunClock, at time: Duration, beginning: Int64?, columns: Int, signs: StepSigns) {
        self.clock = clock
        self.time = time
        self.beginning = beginning
        self.columns = max(1, columns)
        self.signs = signs
    }

    /// Returns the duration of a step, or, for a message, the time since the start of the run.
    func timeWords(of step: RunStep) -> String? {
        guard step.kind == .message else { return clock.elapsed(of: step, at: time)?.inColumn }
        if let began = step.began, let beginning {
            let (since, overflow) = began.subtractingReportingOverflow(beginning)
            return overflow ? nil : "+" + Duration.microseconds(max(0, since)).inColumn
        }
        return step.arrived.map { "+" + $0.inColumn }
    }
}
