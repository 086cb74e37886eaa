import Nx1Client
import Testing

@testable import Nx1Shell
@testable import ShellOutput

@Suite("A run by its name")
struct RunListTests {
    private func list(_ ids: String...) -> RunList {
        var list = RunList()
        for id in ids {
            _ = list.add { SessionRun(number: $0, correlationID: id, crew: .ask, input: nil) }
        }
        return list
    }

    @Test(
        "is found by last, number, id or a unique beginning of one",
        arguments: [("last", 3), ("%1", 1), ("%3", 3), ("abc-1", 1), ("abd", 2), ("ABD", 2), ("x", 3)])
    func found(name: String, number: Int) throws {
        #expect(try list("abc-1", "abd-2", "xyz-3").find(name) == .run(number: number))
    }

    @Test("may be known elsewhere when this session doesn't know it")
    func elsewhere() throws {
        #expect(try list("abc").find("zzz") == .elsewhere("zzz"))
    }

    @Test(
        "is refused when it matches nothing here or several",
        arguments: [
            ("ab", "Several runs begin with ab: abc-1, abd-2"), ("%4", "no run %4; its last is %2"),
            ("%0", "a number follows"), ("%x", "a number follows"),
        ])
    func refused(name: String, reason: String) {
        let complaint = #expect(throws: Complaint.self) { try list("abc-1", "abd-2").find(name) }
        #expect(complaint?.message.contains(reason) == true)
        #expect(complaint?.exitStatus == .usage)
    }

    @Test("is let go of when it is old, but not while it goes on in the background, nor what came after it")
    func forgetting() throws {
        var list = RunList()
        func add(_ count: Int, goingOn number: Int? = nil) {
            for _ in 0..<count {
                list.forgetOldest()
                _ = list.add { SessionRun(number: $0, correlationID: "id-\($0)", crew: .ask, input: nil) }
            }
        }
        add(2 * RunList.kept + 1)
        #expect(list.runs.first?.number == RunList.kept + 1)
        #expect(list[2 * RunList.kept + 1].correlationID == "id-\(2 * RunList.kept + 1)")
        let complaint = #expect(throws: Complaint.self) { try list.find("%1") }
        #expect(complaint?.message.contains("long ago") == true)
        let open = 2 * RunList.kept
        list[open].isAccepted = true
        list[open].isInBackground = true
        add(4 * RunList.kept)
        #expect(list.runs.first?.number == open)
        list[open].status = .completed
        add(1)
        #expect(list.runs.count <= 2 * RunList.kept)
    }

    @Test("is none yet in a new session")
    func empty() {
        #expect(throws: Complaint.self) { try list().find("last") }
        #expect(throws: Complaint.self) { try list().find("%1") }
    }

    @Test("is the later one when a run was taken up twice")
    func twice() throws {
        #expect(try list("abc", "abc").find("ab") == .run(number: 2))
        #expect(try list("abc", "abc").find("abc") == .run(number: 2))
    }
}
