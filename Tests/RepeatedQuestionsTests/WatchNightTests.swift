import Nx1Events
import Nx1Values
import RunJournal
import Testing

@testable import RepeatedQuestions

/// A clock and a service that answers after a while, with a watch between them.
private struct Simulation {
    var now: Int64
    /// The durations of the runs in seconds, used in turn.
    var runs: [Int64] = [7]
    var answer: @Sendable (Int64) -> JSONValue = { _ in "1" }
    /// When the service is down.
    var outage: ClosedRange<Int64>?

    private(set) var asked: [Int64] = []
    private(set) var ended: [Int64] = []
    private(set) var failed: [Int64] = []
    private(set) var sizes: [Int] = []
    private(set) var lines: [String] = []

    init(at now: Int64) {
        self.now = now
    }

    /// Runs the watch until a moment.
    mutating func run(_ watch: inout Watch, until end: Int64) {
        var queue = watch.start(at: now)
        while !queue.isEmpty {
            switch queue.removeFirst() {
            case .ask, .resume:
                // A run in progress is the last action: nothing else happens in the meantime.
                #expect(queue.isEmpty)
                asked.append(now)
                now += runs[asked.count % runs.count] * 1000
                if let outage, outage.contains(now) {
                    failed.append(now)
                    queue += watch.failed(WatchFailure(message: "Down.", exitStatus: 5), at: now)
                } else {
                    queue += watch.answered(answer(now), at: now)
                }
                ended.append(now)
                sizes.append("\(watch)".utf8.count)
            case .wait(let duration):
                #expect(queue.isEmpty && duration > .zero)
                if now >= end { return }
                now +=
                    Int64(duration.components.seconds) * 1000
                    + duration.components.attoseconds / 1_000_000_000_000_000
                queue += watch.waited(at: now)
            case .show(let report): lines.append(report.line())
            case .end: return
            }
        }
    }
}

@Suite("A watch overnight")
struct WatchNightTests {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000
    /// 2026-01-01 00:00 UTC.
    private static let year = Timestamp.milliseconds("2026-01-01") ?? 0

    private static let summerStart = Timestamp.milliseconds("2026-03-29T01:00:00Z") ?? 0
    private static let summerEnd = Timestamp.milliseconds("2026-10-25T01:00:00Z") ?? 0

    /// A clock like Berlin's in 2026: an hour ahead of UTC, two from March 29 to October 25, 01:00 UTC.
    private static let berlin = LocalTime { moment in
        let summer = summerStart..<summerEnd
        return summer.contains(moment) ? 7200 : 3600
    }

    @Test("of 12 hours with an hour of outage sends on time, never overlaps, and doesn't grow")
    func night() {
        var simulation = Simulation(at: Self.year)
        simulation.runs = [7, 12, 30]
        // The offset changes only on the hour.
        simulation.answer = { .number(JSONNumber(Int($0 / Self.hour))) }
        let outage = Self.year + 5 * Self.hour...Self.year + 6 * Self.hour
        simulation.outage = outage
        var watch = Watch(WatchPlan(interval: .every(seconds: 600)), localTime: LocalTime { _ in 0 })
        simulation.run(&watch, until: Self.year + 12 * Self.hour)
        // The waits double: three retries fall into the outage, and the next one comes at most an hour after the
        // third.
        #expect((2...4).contains(simulation.failed.count))
        #expect(simulation.failed.allSatisfy(outage.contains))
        #expect((60...70).contains(simulation.asked.count))
        for (round, ended) in simulation.ended.enumerated().dropLast() {
            let wait = simulation.asked[round + 1] - ended
            #expect(wait >= 600_000 && wait <= 3_600_000)
            if !simulation.failed.contains(ended) { #expect(wait == 600_000) }
        }
        let back = simulation.ended.first { $0 > outage.upperBound }
        #expect((back ?? .max) - outage.upperBound <= Self.hour)
        #expect(simulation.lines.filter { $0.hasPrefix("changed") }.count >= 10)
        #expect(simulation.lines.count == simulation.asked.count)
        #expect((simulation.sizes.max() ?? 0) - (simulation.sizes.first ?? 0) <= 40)
    }

    @Test("sends once on every day of a year at its time of day, without drift, despite clock changes")
    func year() {
        for (hour, minute) in [(6, 15), (2, 30), (3, 0), (0, 0)] {
            var simulation = Simulation(at: Self.year)
            simulation.runs = [7, 3000, 65]
            var watch = Watch(
                WatchPlan(interval: .daily(hour: hour, minute: minute)), localTime: Self.berlin)
            simulation.run(&watch, until: Self.year + 365 * Self.day)
            let clocks = simulation.asked.map { Self.berlin.clock($0) }
            let wanted = WatchInterval.clock(hour: hour, minute: minute)
            // On March 29, 02:30 doesn't exist: the clock goes from 02:00 to 03:00.
            let skipped = hour == 2 ? ["03:00"] : []
            #expect(clocks.filter { $0 != wanted } == skipped, "\(wanted)")
            let dates = simulation.asked.map { Self.berlin.date($0) }
            #expect(zip(dates, dates.dropFirst()).allSatisfy { $1 == $0 + 1 }, "\(wanted)")
            #expect((364...366).contains(dates.count), "\(wanted)")
            #expect(simulation.asked.allSatisfy { $0.isMultiple(of: 60_000) })
        }
    }

    @Test("doesn't send twice at its time of day when the clock is set back a little")
    func setBack() {
        var watch = Watch(
            WatchPlan(interval: .daily(hour: 6, minute: 15)), localTime: LocalTime { _ in 0 })
        let due = Self.year + 6 * Self.hour + 15 * 60_000
        #expect(watch.start(at: due - 30_000).last == .wait(.seconds(30)))
        // The sleep returns early.
        #expect(watch.waited(at: due - 10_000) == [.wait(.seconds(10))])
        #expect(watch.waited(at: due) == [.ask(round: 1)])
        _ = watch.answered("1", at: due - 60_000)
        #expect(watch.waited(at: due) == [.wait(.seconds(60))])
        #expect(watch.waited(at: due + Self.day) == [.ask(round: 2)])
    }

    @Test("skips, and reports, a time of day at which the machine was asleep")
    func asleep() {
        var watch = Watch(
            WatchPlan(interval: .daily(hour: 6, minute: 15)), localTime: LocalTime { _ in 0 })
        let due = Self.year + 6 * Self.hour + 15 * 60_000
        guard case .show(let first) = watch.start(at: Self.year).first else {
            Issue.record("nothing is shown")
            return
        }
        #expect(first.line() == "first round at 06:15")
        guard case .show(let report) = watch.waited(at: due + 2 * Self.hour).first else {
            Issue.record("nothing is shown")
            return
        }
        #expect(report.line() == "missed the round at 06:15 · next at 06:15")
        #expect(watch.waited(at: due + Self.day + 1000) == [.ask(round: 1)])
    }

    @Test("retries soon after a failed round at its time of day, and is on time the next day")
    func failedDay() {
        var simulation = Simulation(at: Self.year)
        let due = Self.year + 6 * Self.hour + 15 * 60_000
        simulation.outage = due...due + Self.hour
        var watch = Watch(
            WatchPlan(interval: .daily(hour: 6, minute: 15)), localTime: LocalTime { _ in 0 })
        simulation.run(&watch, until: Self.year + 2 * Self.day)
        #expect(simulation.failed.count > 3)
        let answered = simulation.ended.filter { !simulation.failed.contains($0) }
        #expect(answered.first.map { $0 - due <= Self.hour + 600_000 + 7000 } == true)
        #expect(simulation.asked.last == due + Self.day)
    }

    @Test("survives moments outside the clock's range")
    func extremes() {
        for interval in [WatchInterval.usual, .daily(hour: 6, minute: 15)] {
            for moment in [Int64.min, .max, 0, -1] {
                var watch = Watch(WatchPlan(interval: interval), localTime: LocalTime { _ in .max })
                _ = watch.start(at: moment)
                for other in [Int64.max, .min, 0] {
                    _ = watch.waited(at: other)
                    _ = watch.failed(WatchFailure(message: "", exitStatus: 1), at: other)
                    _ = watch.answered("1", at: other)
                }
            }
        }
    }

    @Test("never has two runs in progress, whatever is reported and when")
    func random() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var watch = Watch(WatchPlan(), localTime: LocalTime { _ in 0 })
            var isAsking = false
            var now = Self.year
            for _ in 0..<200 {
                now += Int64.random(in: -1000...700_000, using: &generator)
                let wasAsking = isAsking
                let failure = WatchFailure(
                    message: "", exitStatus: 5, runGoesOn: Bool.random(using: &generator))
                let choice = Int.random(in: 0..<4, using: &generator)
                let actions =
                    switch choice {
                    case 0: watch.start(at: now)
                    case 1: watch.waited(at: now)
                    case 2: watch.answered("1", at: now)
                    default: watch.failed(failure, at: now)
                    }
                if choice >= 2 { isAsking = false }
                for action in actions {
                    if case .ask = action {
                        #expect(!wasAsking)
                        isAsking = true
                    }
                    if case .resume = action {
                        #expect(!wasAsking)
                        isAsking = true
                    }
                }
            }
        }
    }

    @Test("uses the machine's clock by default")
    func system() {
        let now = Timestamp.milliseconds()
        #expect(Timestamp.local(now).hasSuffix(" " + LocalTime.system.clock(now)))
    }
}
