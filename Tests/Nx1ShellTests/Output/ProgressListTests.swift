import Nx1Client
import Testing

@testable import Nx1Shell

@Suite("The list of what a crew has done")
struct ProgressListTests {
    private let window = Window(columns: 80, rows: 24)

    @Test("has one row an event, times aligned, indented by agent and task, an agent named where it changes")
    func outline() throws {
        var list = ProgressList(doing: "Waiting")
        list.take(event("crew_kickoff_started", "The crew has started"), at: .seconds(0.1))
        list.take(event("agent_execution_started", "Analyst has started", agent: "Analyst"), at: .seconds(1))
        list.take(event("task_started", "Count", agent: "Analyst", task: "Count"), at: .seconds(12.34))
        list.take(event("tool_usage_started", "Counting", agent: "Analyst", tool: "sql"), at: .seconds(123))
        list.take(event("tool_usage_started", "Reading", agent: "Critic", tool: "sql"), at: .seconds(1200))
        list.take(event("tool_usage_finished", "Read", agent: "Critic", tool: "sql"), at: .seconds(11_100))
        list.take(
            event("crew_kickoff_completed", "The crew has finished", status: "completed"),
            at: .seconds(20_000))
        let frame = try drawn(&list, at: .seconds(20_000))
        #expect(
            frame.rows == [
                "   0.1s  The crew has started",
                "   1.0s    Analyst has started",
                "  12.3s      Count",
                " 123.0s        sql · Counting",
                " 20m00s        Critic · sql · Reading",
                "  3h05m        sql · Read",
                "  5h33m  The crew has finished",
            ])
        #expect(frame.erased == 0)
    }

    @Test("names an agent in the folded list too where another one was seen last")
    func agentsWhenFolded() throws {
        var list = ProgressList(doing: "Waiting", isFolded: true)
        list.take(event("task_started", "One", agent: "A", task: "One"), at: .zero)
        list.take(event("tool_usage_started", "Hidden", agent: "B", tool: "sql"), at: .zero)
        list.take(event("task_started", "Two", agent: "B", task: "Two"), at: .zero)
        list.take(event("task_completed", "Done", agent: "B", task: "Two"), at: .zero)
        let rows = try drawn(&list, at: .zero).rows
        #expect(rows == ["   0.0s      A · One", "   0.0s      B · Two", "   0.0s      Done"])
    }

    @Test("says below it what is done now, by whom, and how far it has come")
    func liveLine() throws {
        var list = ProgressList(doing: "Waiting for the crew ask")
        let first = try drawn(&list, at: .seconds(0))
        #expect(first.liveRows == ["⠋  0.0s  Waiting for the crew ask"])
        list.take(
            event(
                "tool_usage_started", "Counting", agent: "Analyst", task: "Count", tool: "sql", progress: 0.4),
            at: .seconds(1))
        let second = try drawn(&list, at: .seconds(1.05))
        #expect(second.liveRows == ["⠋  1.1s  Analyst · sql · Counting · 40%"])
        list.take(
            event("tool_usage_finished", "4 rows", agent: "Analyst", task: "Count", tool: "sql"),
            at: .seconds(2))
        let third = try drawn(&list, at: .seconds(2.1))
        #expect(third.liveRows == ["⠙  2.1s  Analyst · Count · 40%"])
    }

    @Test("keeps every row within the window, wide letters counted as two", arguments: [20, 21, 40, 80, 200])
    func width(columns: Int) throws {
        var list = ProgressList(doing: "Waiting")
        let message = String(repeating: "注文 late orders ", count: 12)
        list.take(
            event("tool_usage_started", message, agent: "分析", tool: "sql", progress: 0.5), at: .seconds(1))
        let frame = try drawn(&list, at: .seconds(1), in: Window(columns: columns, rows: 24))
        for row in frame.rows + frame.liveRows {
            #expect(cells(row) < columns)
            #expect(cells(row) > columns - 12, "\(row)")
            #expect(row.contains("…"))
        }
    }

    @Test("folds the details away and back with a key, in the rows that are on the screen")
    func folding() throws {
        var list = worked()
        _ = list.frame(at: .zero, in: { window })
        list.turn()
        let folded = try drawn(&list, at: .zero)
        #expect(folded.erased == 5)
        #expect(folded.rows.map(words) == ["One", "Two"])
        #expect(folded.liveRows.first?.hasSuffix(" · 3 folded") == true)
        list.turn()
        let unfolded = try drawn(&list, at: .zero)
        #expect(unfolded.erased == 2)
        #expect(unfolded.rows.map(words) == ["One", "sql · a", "sql · b", "sql · c", "Two"])
        #expect(list.lastFrame(in: window).rows == [])
    }

    @Test("says at the end how much is folded away")
    func foldedAtTheEnd() throws {
        var list = worked()
        list.turn()
        let last = list.lastFrame(in: window)
        #expect(last.rows.map(words) == ["One", "Two", "3 details are folded away"])
        #expect(last.liveRows.isEmpty)
    }

    @Test("takes nothing back that was written before the terminal was another program's")
    func away() throws {
        var list = worked()
        _ = list.frame(at: .zero, in: { window })
        list.take(event("task_started", "Three", agent: "A", task: "x"), at: .zero)
        let leaving = list.frameToLeave(in: window)
        #expect(leaving.rows.map(words) == ["Three"])
        #expect(leaving.liveRows.isEmpty)
        list.take(event("task_started", "Four", agent: "A", task: "x"), at: .zero)
        #expect(list.frameToLeave(in: window).plainText == "   0.0s      Four\n")
        list.comeBack()
        list.turn()
        let back = try drawn(&list, at: .zero)
        #expect(back.erased == 0)
        #expect(back.rows == [])
        #expect(!back.liveRows.isEmpty)
    }

    @Test("turning twice before anything is drawn changes nothing")
    func twoTurns() throws {
        var list = worked()
        _ = list.frame(at: .zero, in: { window })
        list.turn()
        list.turn()
        #expect(list.frame(at: .milliseconds(10), in: { window }) == nil)
    }

    @Test("never takes back what may have left the screen", arguments: [1, 2, 3, 5, 24])
    func reach(rows: Int) throws {
        let low = Window(columns: 80, rows: rows)
        var list = ProgressList(doing: "Waiting")
        for number in 0..<100 {
            list.take(event("tool_usage_started", "\(number)", agent: "A", tool: "t"), at: .zero)
        }
        let all = try drawn(&list, at: .zero, in: low)
        #expect(all.rows.count == 100)
        list.turn()
        let folded = try drawn(&list, at: .zero, in: low)
        #expect(folded.erased <= max(0, rows - 2))
        list.turn()
        let back = try drawn(&list, at: .zero, in: low)
        #expect(back.rows.count <= max(0, rows - 2))
    }

    @Test("leaves its rows alone when the window has another size, and draws the next ones for that")
    func resize() throws {
        var list = worked()
        _ = list.frame(at: .zero, in: { window })
        list.turn()
        list.take(event("task_started", "Three is a long task", agent: "A", task: "x"), at: .zero)
        let frame = try drawn(&list, at: .zero, in: Window(columns: 20, rows: 24))
        #expect(frame.erased == 0)
        #expect(frame.rows == ["   0.0s    Three i…"])
    }

    @Test("shows an event at once where none came just before, however late the sign turned")
    func promptness() throws {
        var list = ProgressList(doing: "Waiting")
        for millisecond in stride(from: 0, to: 1000, by: 11) {
            if millisecond > 0 { _ = list.frame(at: .milliseconds(millisecond - 1), in: { window }) }
            list.take(event("log", "\(millisecond)"), at: .milliseconds(millisecond))
            let frame = try drawn(&list, at: .milliseconds(millisecond))
            #expect(frame.rows.map(words) == ["\(millisecond)"])
        }
    }

    @Test("changes the screen at most 110 times a second, and not at all where nothing changes")
    func pace() throws {
        var list = ProgressList(doing: "Waiting")
        var frames = 0
        var rows = 0
        for millisecond in 0..<1000 {
            list.take(event("task_started", "x", agent: "A", task: "x"), at: .milliseconds(millisecond))
            if let frame = list.frame(at: .milliseconds(millisecond), in: { window }) {
                frames += 1
                rows += frame.rows.count
            }
        }
        #expect(frames <= 110)
        rows += list.lastFrame(in: window).rows.count
        #expect(rows == 1000)
        var idle = ProgressList(doing: "Waiting")
        let changes = (0..<1000).filter { idle.frame(at: .milliseconds($0), in: { window }) != nil }
        #expect(changes.count == 10)
    }

    @Test("shows each of 100,000 events once, and keeps no more than it can draw again")
    func many() throws {
        var list = ProgressList(doing: "Waiting")
        var rows = 0
        for number in 0..<100_000 {
            list.take(event("log", "event \(number)"), at: .zero)
            if let frame = list.frame(at: .zero, in: { window }) {
                #expect(frame.rows.count <= ProgressList.mostWaiting)
                rows += frame.rows.count
            }
        }
        rows += list.lastFrame(in: window).rows.count
        #expect(rows == 100_000)
        var folded = ProgressList(doing: "Waiting", isFolded: true)
        for number in 0..<10_000 {
            folded.take(event("tool_usage_started", "\(number)", tool: "t"), at: .zero)
            _ = folded.frame(at: .zero, in: { window })
        }
        folded.turn()
        let back = try drawn(&folded, at: .zero)
        #expect(back.rows.count <= ProgressList.mostInReach + ProgressList.mostWaiting)
    }

    @Test("writes a note between its rows, which then stay")
    func note() throws {
        var list = worked()
        let frame = list.frame(noting: "nx1sh: trying again\n", at: .zero, in: window)
        #expect(frame.rows.count == 5)
        #expect(frame.note == "nx1sh: trying again\n")
        list.turn()
        let after = try drawn(&list, at: .zero)
        #expect(after.erased == 0)
    }

    @Test("lets nothing drive the terminal that comes from the service")
    func hostile() throws {
        var list = ProgressList(doing: "ask\u{1B}[2J")
        list.take(
            event("tool_usage_started", "a\u{202E}b\u{9B}2Jc", agent: "X\u{1B}]0;t\u{07}", tool: "\u{1B}[2J"),
            at: .zero)
        let text = try drawn(&list, at: .zero).text(isColored: false)
        let own = ["\r\u{1B}[?7h", "\u{1B}[2K", "\u{1B}[J", "\u{1B}[?7l", "\u{1B}[?7h"]
        let rest = own.reduce(text) { $0.replacing($1, with: "") }
        #expect(
            !rest.unicodeScalars.contains {
                ($0.value < 0x20 && $0 != "\n" && $0 != "\r") || $0.value == 0x9B
            })
        #expect(!rest.contains("\u{202E}"))
        let title = WindowTitle.push("ask: \u{1B}\\\u{07}x")
        #expect(title == "\u{1B}[22;2t\u{1B}]2;ask: ^[\\^Gx\u{1B}\\")
    }

    // MARK: Events

    private func drawn(
        _ list: inout ProgressList, at time: Duration, in window: Window = Window(columns: 80, rows: 24)
    ) throws -> ProgressFrame {
        let frame = list.frame(at: time, in: { window })
        return try #require(frame)
    }

    private func event(
        _ kind: String, _ message: String, agent: String? = nil, task: String? = nil, tool: String? = nil,
        status: String = "running", progress: Double? = nil
    ) -> CrewEvent {
        var event = CrewEvent(RawEvent(name: kind, payload: Array("{}".utf8)), index: 0)
        (event.message, event.agent, event.task, event.tool) = (message, agent, task, tool)
        (event.status, event.progress) = (status, progress)
        return event
    }

    /// One step, three details, one step.
    private func worked() -> ProgressList {
        var list = ProgressList(doing: "Waiting")
        list.take(event("task_started", "One", agent: "A", task: "One"), at: .zero)
        for name in ["a", "b", "c"] {
            list.take(event("tool_usage_started", name, agent: "A", tool: "sql"), at: .zero)
        }
        list.take(event("task_completed", "Two", agent: "A", task: "One"), at: .zero)
        return list
    }

    /// What a row says, without its time and the first agent.
    private func words(_ row: String) -> String {
        let text = row.drop { $0 == " " }.drop { $0.isNumber || $0 == "." }
        let rest = (text.first == "s" ? text.dropFirst() : row[...]).drop { $0 == " " }
        return String(rest.hasPrefix("A · ") ? rest.dropFirst(4) : rest)
    }

    private func cells(_ row: String) -> Int {
        row.unicodeScalars.reduce(0) { $0 + (("\u{3000}"..."\u{9FFF}").contains($1) ? 2 : 1) }
    }
}
