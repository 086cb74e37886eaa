package import ShellText

/// What a format makes of an answer or a reply.
package enum Shown: Sendable {
    /// Text, of whatever origin: exact in a pipe, with its control characters made visible on a terminal. `ending` follows.
    case text(String, ending: String = "\n")
    /// Rows, laid out for a page; each ends with a newline.
    case rows(StyledText)
}

extension Shown {
    /// The bytes for a pipe or a file: text exactly as it came, rows without styles.
    package var inPipe: [UInt8] {
        switch self {
        case .text(let text, let ending): Array((text + ending).utf8)
        case .rows(let rows): TerminalText(rows, on: .endless).bytes
        }
    }

    /// The bytes to write to a terminal, and the rows that they take there.
    package func onTerminal(_ page: Page) -> (bytes: [UInt8], rowCount: Int) {
        var rows: StyledText
        switch self {
        case .text(let text, _):
            rows = StyledText(text)
            rows.endRow()
        case .rows(let laidOut): rows = laidOut
        }
        return (TerminalText(rows, on: page).bytes, page.rowCount(of: rows))
    }
}
