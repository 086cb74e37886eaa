import Nx1Client
import Testing

@testable import ShellOutput
@testable import ShellRuns

@Suite("A reference to a run")
struct RunTableTests {
    private func table(_ ids: String...) -> RunTable {
        var table = RunTable()
        for id in ids { _ = table.add { SessionRun(number: $0, correlationID: id, crew: .ask) } }
        return table
    }

    @Test(
        "has its number in a resumed session, or one by its position",
        arguments: [
            (["a", "b"], [:], [1, 2]), (["a", "b"], ["a": 4, "b": 6], [4, 6]),
            (["a", "b", "c", "d"], ["b": 2, "c": 3], [1, 2, 3, 4]),
            (["a", "b"], ["b": 1], [nil, 1]), (["a", "b"], ["other": 3], [4, 5]), ([], ["other": 3], []),
        ] as [([String], [String: Int], [Int?])])
    func restored(ids: [String], known: [String: Int], numbers: [Int?]) {
        #expect(RunTable.numbers(of: ids, known: known) == numbers)
    }

    @Test("continues the numbering of a resumed session")
    func counting() throws {
        var table = RunTable()
        table.restore([3, 7].map { SessionRun(number: $0, correlationID: "id-\($0)") })
        let next = table.add { SessionRun(number: $0, correlationID: "new") }
        #expect(next.number == 8)
        #expect(try table.find("%7").number == 7)
        #expect(throws: Complaint.self) { try table.find("%4") }
    }

    @Test(
        "can be last, a number, an id or a unique prefix of one",
        arguments: [("last", 3), ("%1", 1), ("%3", 3), ("abc-1", 1), ("abd", 2), ("ABD", 2), ("x", 3)])
    func found(name: String, number: Int) throws {
        #expect(try table("abc-1", "abd-2", "xyz-3").find(name).number == number)
    }

    @Test("may refer to a run elsewhere if this session doesn't know it")
    func elsewhere() throws {
        guard case .elsewhere("zzz") = try table("abc").find("zzz") else {
            Issue.record("known here")
            return
        }
    }

    @Test(
        "is refused if it matches nothing or several runs",
        arguments: [
            ("ab", "ab matches several runs: abc-1, abd-2"), ("%4", "no run %4: its last run is %2"),
            ("%0", "%0 isn't a run: the percent sign needs a number, as in %1."),
            ("%x", "%x isn't a run: the percent sign needs a number, as in %1."),
        ])
    func refused(name: String, reason: String) {
        let complaint = #expect(throws: Complaint.self) { try table("abc-1", "abd-2").find(name) }
        #expect(complaint?.message.contains(reason) == true)
        #expect(complaint?.exitStatus == .usage)
    }

    @Test("is dropped with old runs, unless the run is being watched or runs in the background")
    func forgetting() throws {
        var table = RunTable()
        func add(_ count: Int) -> TrackedRun? {
            var last: TrackedRun?
            for _ in 0..<count {
                last = table.add { SessionRun(number: $0, correlationID: "id-\($0)", crew: .ask) }
            }
            return last
        }
        let watched = try #require(add(5))
        watched.retain()
        let left = try #require(add(5))
        left.update { record in
            record.isAccepted = true
            record.isInBackground = true
        }
        _ = add(6 * RunTable.kept)
        #expect(table.runs.count <= 2 * RunTable.kept)
        #expect(try table.find("%5").number == 5)
        #expect(try table.find("id-10").number == 10)
        let complaint = #expect(throws: Complaint.self) { try table.find("%1") }
        #expect(
            complaint?.sentence
                == "Run %1 is no longer in this session's list. :runs lists it with its id.")
        #expect(table[1] == nil)
        watched.release()
        left.update { $0.status = .completed }
        _ = add(2 * RunTable.kept)
        #expect(table[5] == nil && table[10] == nil)
        // Whoever holds it can still read and change it.
        watched.update { $0.events = 7 }
        #expect(watched.record.events == 7)
    }

    @Test(
        "to runs of parallel lines is numbered as if the lines had run in sequence"
    )
    func lineOrder() throws {
        var table = table("before")
        let watched = [2, 0, 1].map { ordinal in
            table.add { number in
                var run = SessionRun(number: number, correlationID: "line-\(ordinal)", crew: .ask)
                run.lineOrdinal = ordinal
                return run
            }
        }
        table.sortByLines()
        let named = try ["%1", "%2", "%3", "%4", "last"].map { name in
            guard case .run(let run) = try table.find(name) else { return "none" }
            return run.record.correlationID
        }
        #expect(named == ["before", "line-0", "line-1", "line-2", "line-2"])
        #expect(watched.map(\.number) == [4, 2, 3])
        #expect(table[4]?.record.correlationID == "line-2")
    }

    @Test("matches nothing in a new session")
    func empty() {
        #expect(throws: Complaint.self) { try table().find("last") }
        #expect(throws: Complaint.self) { try table().find("%1") }
    }

    @Test("is the later one if a run was looked up twice")
    func twice() throws {
        #expect(try table("abc", "abc").find("ab").number == 2)
        #expect(try table("abc", "abc").find("abc").number == 2)
    }
}

extension RunTable.Reference {
    fileprivate var number: Int? {
        if case .run(let run) = self { run.number } else { nil }
    }
}
