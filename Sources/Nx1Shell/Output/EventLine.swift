import Nx1Client

/// One progress event on a line of its own, where nothing can be drawn anew: the time so far, and what the crew does.
struct EventLine {
    let text: String

    init(_ event: CrewEvent, elapsed: Duration) {
        let time = elapsed.tenths + "s"
        let indent = String(repeating: " ", count: max(0, 7 - time.count))
        text = "\(indent)\(time)  \(VisibleText.visibleLine(event.summary))"
    }
}

extension Duration {
    /// In seconds, with one digit after the point, such as `2.6`.
    var tenths: String {
        let tenths = (wholeMilliseconds + 50) / 100
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// Its seconds in a table, a number with one decimal.
    var cell: JSONValue { JSONNumber(literal: tenths).map(JSONValue.number) ?? .null }

    /// In whole milliseconds.
    var wholeMilliseconds: Int {
        Int(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
    }
}
