import LineEditor
import Testing

@testable import ShellOutput

@Suite("The list of runs in progress")
struct JobBoardTests {
    private static func job(_ number: Int, crew: String = "ask", share: Double? = nil) -> JobBoard.Job {
        JobBoard.Job(
            name: "%\(number)", crew: crew, elapsed: .seconds(number), doing: "Analyst · Counting",
            share: share)
    }

    @Test("Each run has a row in columns, and the last row says how to get back")
    func rows() {
        let board = JobBoard(jobs: [
            Self.job(1, crew: "data_engineering", share: 0.4), Self.job(12),
        ])
        #expect(
            board.rows(sign: "*", in: Window(columns: 80, rows: 24)) == [
                "*  1.0s  %1  data_engineering  Analyst · Counting · 40%",
                "* 12.0s  %12 ask               Analyst · Counting",
                "         q or Ctrl-C: back to the prompt; the runs continue",
            ])
    }

    @Test("The list fits into the window, however many runs there are", arguments: [1, 2, 3, 5, 24])
    func window(height: Int) {
        let board = JobBoard(jobs: (1...50).map { Self.job($0) })
        let rows = board.rows(sign: "*", in: Window(columns: 20, rows: height))
        #expect(rows.count <= max(2, height - 1))
        #expect(rows.allSatisfy { DisplayWidth.of($0) < 20 })
        if height > 3 { #expect(rows.dropLast().last == "         and \(50 - (height - 3)) mo…") }
    }

    @Test("Rows are due when they change and when the spinner turns, and none stay at the end")
    func rowsThatChange() {
        let window = Window(columns: 80, rows: 24)
        var content = LiveContent(JobBoard(jobs: [Self.job(1), Self.job(2)]), spinner: .dots)
        #expect(content.rows { window }?.count == 3)
        content.show(JobBoard(jobs: [Self.job(2)]))
        #expect(content.rows { window }?.count == 2)
        #expect(content.lastRows(in: window).isEmpty)
    }
}
