import Nx1Client
import Nx1Shell
import ShellInput
import ShellSession
import Synchronization
import TestSupport
import Testing

@testable import Nx1Events
@testable import Nx1Values
@testable import ShellOutput
@testable import ShellRuns

/// A clock that a watch's waits advance at once.
private final class JumpingClock: Sendable {
    private struct State {
        var now: Int64
        var end: Int64?
        var waits: [Duration] = []
    }

    private let state: Mutex<State>
    private let interrupts: Interrupts

    /// - Parameter end: when Ctrl-C is pressed.
    init(at now: Int64 = 1_780_000_000_000, end: Int64? = nil, interrupts: Interrupts) {
        state = Mutex(State(now: now, end: end))
        self.interrupts = interrupts
    }

    var now: Int64 { state.withLock { $0.now } }
    var waits: [Duration] { state.withLock { $0.waits } }

    func advance(_ duration: Duration) {
        state.withLock { $0.now += Int64(duration.wholeMilliseconds) }
    }

    var watchClock: WatchClock {
        WatchClock(
            now: { self.now },
            sleep: { duration in
                let isOver = self.state.withLock { state in
                    state.waits.append(duration)
                    state.now += Int64(duration.wholeMilliseconds)
                    return state.end.map { state.now >= $0 } ?? false
                }
                guard isOver else { return }
                self.interrupts.interrupt()
                try await Task.sleep(for: .seconds(600))
            }, localTime: WatchClock.system.localTime)
    }
}

/// A service whose runs end at once, with answers set by the clock.
private final class WatchedService: Sendable {
    private struct State {
        var asked: [Int64] = []
        var refused: [Int64] = []
        var ended: [Int64] = []
        var underWay = 0
        var mostUnderWay = 0
    }

    private let state = Mutex(State())
    private let clock: JumpingClock
    private let runTime: Duration
    private let outage: Range<Int64>?
    private let deniesFrom: Int?
    private let answer: @Sendable (_ now: Int64, _ round: Int) -> String

    init(
        _ clock: JumpingClock, runTime: Duration = .seconds(7), outage: Range<Int64>? = nil,
        deniesFrom: Int? = nil,
        answer: @escaping @Sendable (_ now: Int64, _ round: Int) -> String
    ) {
        self.clock = clock
        self.runTime = runTime
        self.outage = outage
        self.deniesFrom = deniesFrom
        self.answer = answer
    }

    /// When runs were started, and when they ended.
    var asked: [Int64] { state.withLock { $0.asked } }
    var ended: [Int64] { state.withLock { $0.ended } }
    var refused: [Int64] { state.withLock { $0.refused } }
    var mostUnderWay: Int { state.withLock { $0.mostUnderWay } }

    func reply(to request: ReceivedRequest) -> TestSupport.Reply {
        let now = clock.now
        if outage?.contains(now) == true {
            state.withLock { $0.refused.append(now) }
            return .json(#"{"detail": "Down for maintenance"}"#, status: 503)
        }
        if request.method == "POST" {
            let number = state.withLock { state in
                state.asked.append(now)
                state.underWay += 1
                state.mostUnderWay = max(state.mostUnderWay, state.underWay)
                return state.asked.count
            }
            if let deniesFrom, number >= deniesFrom {
                return .json(#"{"detail": "Not allowed"}"#, status: 403)
            }
            clock.advance(runTime)
            return .json(#"{"correlation_id": "run-\#(number)", "status": "pending"}"#)
        }
        if request.path.hasPrefix("/api/events/") {
            return .events("data: {\"event_type\": \"crew_kickoff_completed\"}\n\n")
        }
        if request.path == "/api/crews/types" { return .json(#"["ask"]"#) }
        guard request.path.hasPrefix("/api/crews/results/") else {
            return .json(#"{"detail": "Not Found"}"#, status: 404)
        }
        let round = state.withLock { state in
            if state.ended.count < state.asked.count {
                state.ended.append(now)
                state.underWay -= 1
            }
            return state.asked.count
        }
        return .json(answer(now, round))
    }

    static func completed(_ text: String) -> String {
        #"{"status": "completed", "result": \#(JSONValue.string(text).serialized())}"#
    }
}

/// The results of lines in a session.
private struct Watched {
    let answers: String
    let remarks: [String]
    let status: ShellOutput.ExitStatus
    let runCount: Int

    /// Runs command-line lines one after another.
    static func run(
        _ lines: [String], at service: WatchedService, _ clock: JumpingClock,
        interrupts: Interrupts = Interrupts(), format: OutputFormat = .auto, reuse: MaximumAge? = nil
    ) async throws -> Watched {
        try await withScriptedServer(answering: { service.reply(to: $0) }) { server in
            try await withTemporaryFolder { folder in
                var settings = SessionSettings()
                settings.overrides.host = Setting(server.host, from: .flag("--host"))
                settings.overrides.apiKey = Setting(Secret("key"), from: .flag("--api-key"))
                settings.overrides.retryBudget = .zero
                settings.format = format
                settings.reuse = reuse
                let (answers, remarks) = (Collector(), Collector())
                let session = Session(
                    settings, console: Console(answers: answers.sink(), remarks: remarks.sink()),
                    interrupts: interrupts, environment: ["HOME": folder],
                    journalPath: folder + "/journal.sqlite")
                await session.use(clock.watchClock)
                for line in lines { _ = await CommandLines([(1, line)]).run(in: session) }
                let count = session.runs.all.count
                let status = await session.exitStatus
                await session.end()
                return Watched(
                    answers: answers.text,
                    remarks: remarks.text.split(separator: "\n").map {
                        String($0.replacing(/\d\d:\d\d/, with: "HH:MM"))
                    }, status: status, runCount: count)
            }
        }
    }

    /// The same with a service that gives these answers one after another, then repeats the last one.
    static func run(
        _ lines: String..., answers: [String], format: OutputFormat = .auto, reuse: MaximumAge? = nil
    ) async throws -> Watched {
        let clock = JumpingClock(interrupts: Interrupts())
        let service = WatchedService(clock) { _, round in answers[min(round, answers.count) - 1] }
        return try await run(lines, at: service, clock, format: format, reuse: reuse)
    }

    func records() throws -> [JSONValue] {
        try answers.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    }
}

@Suite("A watch in a session", .timeLimit(.minutes(5)))
struct WatchTests {
    private let one = WatchedService.completed("one")
    private let two = WatchedService.completed("two")
    private let failed = #"{"status": "failed", "error": "No rows."}"#

    @Test("overnight runs on schedule, one at a time, survives an hour-long outage, and is one row in :runs")
    func night() async throws {
        let hour: Int64 = 3_600_000
        let start: Int64 = 1_780_000_000_000
        let interrupts = Interrupts()
        let clock = JumpingClock(at: start, end: start + 10 * hour, interrupts: interrupts)
        let outage = start + 4 * hour..<start + 5 * hour
        let service = WatchedService(clock, outage: outage) { now, _ in
            WatchedService.completed("In hour \((now - start) / hour)")
        }
        let watched = try await Watched.run(
            [":watch 2m Late?", ":runs"], at: service, clock, interrupts: interrupts)
        let (asked, ended) = (service.asked, service.ended)
        #expect(asked.count == ended.count)
        #expect(service.mostUnderWay == 1)
        // The next run starts exactly two minutes after the previous one ended, except during the outage.
        let gaps = zip(ended, asked.dropFirst()).map { $1 - $0 }
        #expect(gaps.count { $0 != 120_000 } == 1)
        #expect(gaps.allSatisfy { $0 <= hour + 1_320_000 })
        #expect(asked.count > 230)
        // A few minutes apart at first, then twenty.
        #expect((4...8).contains(service.refused.count), "\(service.refused.count)")
        #expect(
            watched.answers.split(separator: "\n").filter { $0.hasPrefix("In hour") }
                == [0, 1, 2, 3, 5, 6, 7, 8, 9].map { "In hour \($0)" })
        #expect(watched.runCount < 2 * RunTable.kept)
        #expect(watched.remarks.last?.hasPrefix("nx1sh: The watch was interrupted after") == true)
        let rows = watched.answers.split(separator: "\n").filter { $0.contains("Late?") }
        #expect(rows.count == 1)
        #expect(rows.first?.contains(" rounds)") == true, "\(rows)")
        #expect(watched.status == .interrupted)
    }

    @Test("shows the first answer and each changed one with its changes, and a line if nothing changed")
    func changes() async throws {
        let watched = try await Watched.run(":watch 10m --count 4 Late?", answers: [one, one, two])
        #expect(watched.answers == "one\ntwo\n")
        #expect(watched.remarks.first == "first answer at HH:MM · next in 10 min")
        #expect(watched.remarks.dropFirst().first == "unchanged at HH:MM · next in 10 min")
        #expect(watched.remarks.contains("changed at HH:MM · next in 10 min"))
        #expect(watched.remarks.contains { $0.contains("one") })
        #expect(watched.remarks.last == "The watch ended after 4 rounds. 1 change.")
        #expect(watched.status == .answered)
    }

    @Test("writes a record for each round in JSON, with whether the answer changed")
    func records() async throws {
        let watched = try await Watched.run(
            ":watch 5s --count 4 Late?", answers: [one, one, failed, two], format: .json)
        let records = try watched.records()
        #expect(records.map { $0["changed"] } == [.null, false, .null, true])
        #expect(records.map { $0["round"]?.int } == [1, 2, 3, 4])
        #expect(records.map { $0["result"]?.string } == ["one", "one", nil, "two"])
        #expect(records.map { $0["correlation_id"] } == ["run-1", "run-2", "run-3", "run-4"])
        #expect(records[2]["error"]?["code"] == "run_failed")
        #expect(records[3]["difference"]?.object?.isEmpty == false)
        #expect(records[1]["difference"] == nil)
    }

    @Test("ends when the answer changes, when it stays the same, or with status 1 if neither happens")
    func conditions() async throws {
        let changed = try await Watched.run(":watch --until changed Late?", answers: [one, one, two])
        #expect(changed.answers == "one\ntwo\n")
        #expect(changed.remarks.last == "The watch ended after 3 rounds: the answer changed.")
        #expect(changed.status == .answered)
        let same = try await Watched.run(":watch --until same Late?", answers: [one, two, two])
        #expect(same.remarks.last == "The watch ended after 3 rounds: the answer stayed the same. 1 change.")
        let vain = try await Watched.run(":watch --until changed --count 2 Late?", answers: [one])
        #expect(
            vain.remarks.last == "nx1sh: The watch ended after 2 rounds. The answer didn't change.")
        #expect(vain.status == .failed)
    }

    @Test("repeats the last question, and compares the first round with its answer")
    func last() async throws {
        let watched = try await Watched.run(
            "Late?", ":watch --count 1", ":watch --count 1 :again", ":watch --all --count 1 :again %1",
            answers: [one])
        #expect(watched.answers == "one\none\n")
        #expect(watched.remarks.count { $0 == "unchanged at HH:MM" } == 3)
    }

    @Test("reports a failed round and continues; an error that can't be retried ends it")
    func failures() async throws {
        let watched = try await Watched.run(":watch 5s --count 3 Late?", answers: [one, failed, one])
        #expect(watched.answers == "one\n")
        #expect(
            watched.remarks.contains(
                "nx1sh: failed at HH:MM: The run failed: No rows · next try in 10 s"),
            "\(watched.remarks)")
        #expect(watched.remarks.last == "nx1sh: The watch ended after 3 rounds. 1 failed round.")
        #expect(watched.status == .failed)
        let clock = JumpingClock(interrupts: Interrupts())
        let denied = try await Watched.run(
            [":watch Late?"],
            at: WatchedService(clock, deniesFrom: 3) { [one] _, _ in one }, clock)
        #expect(denied.answers == "one\n")
        #expect(
            denied.remarks.suffix(2).first == "The watch ended after 3 rounds: retrying won't help.")
        #expect(denied.remarks.last?.contains("Not allowed") == true, "\(denied.remarks)")
        #expect(denied.remarks.count == 4)
        #expect(denied.status == .notSignedIn)
        let unknown = try await Watched.run(
            [":watch :crew asq Late?"], at: WatchedService(clock) { _, _ in "" }, clock)
        #expect(unknown.remarks.count == 1)
        #expect(unknown.remarks.first?.contains("Unknown crew \"asq\"") == true)
        #expect(unknown.status == .usage)
    }

    @Test("starts a run in each round, whatever --reuse says, and is one row in :runs")
    func reuse() async throws {
        let watched = try await Watched.run(
            "Late?", ":watch --count 3 Late?", ":runs", answers: [one], format: .json,
            reuse: try MaximumAge("1h"))
        let records = try watched.records()
        #expect(records.prefix(4).map { $0["correlation_id"] } == ["run-1", "run-2", "run-3", "run-4"])
        let rows = try #require(records.last?.array)
        #expect(rows.map { $0["correlation_id"] } == ["run-4", "run-1"])
        #expect(rows.map { $0["rounds"] } == [3, .null])
    }

    @Test(
        "rejects invalid arguments with a sentence, and asks nothing",
        arguments: [
            (":watch 3s Late?", "The interval 3s is too short: at least 5 seconds (5s)."),
            (
                ":watch 10m :runs",
                ":watch can't repeat `:runs` here. It repeats a text, `:crew TYPE TEXT`, `:template NAME …`, `:again` or a saved question."
            ),
            (":watch :crew classification", ":watch can't repeat `:crew` here."),
            (":watch :watch Late?", ":watch can't repeat `:watch` here"),
            (":watch :nope", "Unknown command :nope."),
            (
                ":watch 10m Late? &",
                "A watch can run in the background only at the prompt. Remove the &."
            ),
            (":watch off", "No watch is running in the background."),
            (":watch off %7", "This session has no run %7."),
            (":watch --count 0 Late?", "--count must be a whole number above zero, not \"0\"."),
            (":watch", "This session has no runs yet."),
        ])
    func refusals(line: String, sentence: String) async throws {
        let clock = JumpingClock(interrupts: Interrupts())
        let service = WatchedService(clock) { _, _ in "" }
        let watched = try await Watched.run([line], at: service, clock)
        #expect(watched.remarks.joined().contains(sentence), "\(watched.remarks)")
        #expect(watched.status == .usage)
        #expect(service.asked.isEmpty)
    }
}
