import TestSupport
import Testing

@testable import ShellOutput
@testable import ShellText

@Suite("Live rows")
struct LiveRowsTests {
    private let window = Window(columns: 20, rows: 6)

    private func screen(with rows: [String] = []) -> ScreenPicture {
        var screen = ScreenPicture(rows: window.rows, columns: window.columns)
        screen.take(rows.map { $0 + "\r\n" }.joined().utf8)
        return screen
    }

    private func rows(_ texts: [String]) -> [StyledText] { texts.map { StyledText($0) } }

    @Test("The screen shows the new rows after every change, and the rows above don't move")
    func changes() {
        var screen = screen(with: ["ask> Why?"])
        var live = LiveRows()
        for texts in [
            ["a"], ["a", "b", "c"], ["a", "B", "c"], ["x", "B", "c", "d"], ["x"], ["x", "y"], [], ["z"],
            ["注文 late", "é"], ["注", "é"],
        ] {
            screen.take(live.change(to: rows(texts), in: window, isColored: true))
            #expect(screen.rows == ["ask> Why?"] + texts)
            // A terminal that reflows rows moves the cursor along.
            #expect(screen.row == 1 && screen.column == 0)
            #expect(screen.scrollBack.isEmpty)
        }
    }

    @Test(
        "The cursor never moves above the first row, even if the window shrank and grew since the last frame")
    func bottom() {
        var live = LiveRows()
        _ = live.change(to: rows(["a", "b", "c"]), in: window, isColored: false)
        // As tmux does: the first row is the last of the window, and the rows below are gone.
        let above = (1...5).map { "line \($0)" }
        var screen = screen(with: above)
        for text in ["C", "D"] {
            screen.take(live.change(to: rows(["a", "b", text]), in: window, isColored: false))
        }
        let scrolled = screen.scrollBack.map { String($0.prefix(6)) }
        #expect(scrolled + screen.rows.prefix(5 - scrolled.count) == above)
    }

    @Test("Unchanged rows aren't written again")
    func silence() {
        var live = LiveRows()
        let texts = rows(["one", "two", "three"])
        #expect(!live.change(to: texts, in: window, isColored: false).isEmpty)
        #expect(live.change(to: texts, in: window, isColored: false).isEmpty)
        let one = live.change(to: rows(["one", "2", "three"]), in: window, isColored: false)
        #expect(!String(decoding: one, as: UTF8.self).contains("one"))
        #expect(one.count < 40)
    }

    @Test("New rows at the bottom scroll the screen once, and all rows stay visible")
    func scrolling() {
        var screen = screen(with: ["1", "2", "3", "4"])
        var live = LiveRows()
        for count in [1, 3, 2, 5, 4] {
            let texts = (0..<count).map { "row \($0)" }
            screen.take(live.change(to: rows(texts), in: window, isColored: false))
            #expect(screen.rows.suffix(count) == texts[...])
        }
        #expect(screen.scrollBack.map { $0.filter { $0 != " " } } == ["1", "2", "3"])
    }

    @Test("A note is inserted above the rows, which continue below it")
    func notes() {
        var screen = screen()
        var live = LiveRows()
        screen.take(live.change(to: rows(["a", "b"]), in: window, isColored: false))
        // The terminal turns each newline into CR LF.
        let noted = live.change(to: rows(["a", "c"]), note: "%1 has ended\r\n", in: window, isColored: false)
        screen.take(noted)
        #expect(screen.rows == ["%1 has ended", "a", "c"])
        screen.take(live.change(to: rows(["d"]), in: window, isColored: false))
        #expect(screen.rows == ["%1 has ended", "d"])
    }

    @Test("All rows are redrawn when the window has changed or the screen's content is unknown")
    func unknownScreen() {
        var live = LiveRows()
        let texts = rows(["a", "b"])
        _ = live.change(to: texts, in: window, isColored: false)
        let wider = live.change(to: texts, in: Window(columns: 30, rows: 6), isColored: false)
        #expect(String(decoding: wider, as: UTF8.self).contains("a"))
        live.forget()
        let again = live.change(to: texts, in: Window(columns: 30, rows: 6), isColored: false)
        #expect(String(decoding: again, as: UTF8.self).contains("b"))
    }

    @Test("The last rows stay on the screen, with the cursor below them")
    func end() {
        var screen = screen(with: ["ask> Why?"])
        var live = LiveRows()
        screen.take(live.change(to: rows(["a", "b", "writing", "status"]), in: window, isColored: false))
        let last = live.end(with: rows(["A", "B"]), isColored: false)
        screen.take(String(decoding: last, as: UTF8.self).replacing("\n", with: "\r\n").utf8)
        #expect(screen.rows == ["ask> Why?", "A", "B"])
        #expect(screen.row == 3 && screen.column == 0)
    }
}
