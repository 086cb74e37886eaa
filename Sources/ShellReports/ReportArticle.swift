import FoundationEssentials
import Nx1Events
import ShellOutput
import ShellText

/// A run of a report as HTML.
struct ReportArticle {
    private(set) var html = HTMLText()
    private let entry: ReportEntry
    private let form: HTMLForm

    /// - Parameters:
    ///   - number: its position in the report, from 1.
    ///   - level: the level of its heading.
    init(_ entry: ReportEntry, number: Int, level: Int) {
        self.entry = entry
        form = HTMLForm(headingAbove: level, framesTables: true)
        html.open("article", ["id": "run-\(number)"])
        html.endRow()
        html.element(
            level == 1 ? "h1" : "h2", ["dir": HTMLText.direction(of: entry.heading)], text: entry.heading)
        html.endRow()
        appendFacts()
        if let question = entry.longQuestion {
            appendFold("Full question", of: Self.text(question))
        }
        appendInputs()
        appendAnswer()
        for (index, picture) in entry.pictures.enumerated() {
            html.element("figure") {
                $0.open(
                    "img",
                    [
                        "src": "data:image/svg+xml;base64," + Data(picture.utf8).base64EncodedString(),
                        "alt": entry.pictures.count == 1 ? "Chart" : "Chart \(index + 1)",
                    ])
            }
            html.endRow()
        }
        appendWork()
        html.close("article")
        html.endRow()
    }

    private mutating func appendFacts() {
        html.open("p", ["class": "facts"])
        if let crew = entry.crew { html.append("\(crew.rawValue) · ") }
        if let began = entry.began {
            html.element("time", ["datetime": began.timestamp], text: began.local)
            html.append(" · ")
        }
        for measure in entry.measures { html.append("\(measure) · ") }
        html.element("code", text: entry.correlationID)
        html.close("p")
        html.endRow()
    }

    private mutating func appendInputs() {
        for input in entry.inputs where input.isLong {
            appendFold("Input: " + input.name, of: Self.text(input.text))
        }
        let short = entry.inputs.filter { !$0.isLong }
        if short.isEmpty { return }
        html.open("dl")
        for input in short {
            html.element("dt", text: input.name)
            html.element("dd", ["dir": HTMLText.direction(of: input.text)]) { $0.append(rowsOf: input.text) }
        }
        html.close("dl")
        html.endRow()
    }

    private mutating func appendAnswer() {
        html.open("section", ["class": entry.answer == nil ? "obstacle" : "answer"])
        html.endRow()
        if let answer = entry.answer {
            html.append(HTMLText(answer: answer, form: form))
        } else if let obstacle = entry.obstacle {
            html.element("p") { $0.append(rowsOf: obstacle) }
        }
        html.close("section")
        html.endRow()
    }

    private mutating func appendWork() {
        let account = entry.account
        if !account.isEmpty {
            let count = account.total
            appendFold(
                "Steps (\(count))", of: StepsHTML(account, dropped: entry.droppedSteps, form: form).html)
        }
        let queries = entry.queries
        if !queries.isEmpty {
            appendFold("SQL (\(queries.count))", of: HTMLText(code: queries.text, language: "sql"))
        }
    }

    private mutating func appendFold(_ title: String, of content: HTMLText) {
        html.open("details")
        html.element("summary", text: title)
        html.endRow()
        html.append(content)
        html.close("details")
        html.endRow()
    }

    private static func text(_ text: String) -> HTMLText {
        var html = HTMLText()
        html.element("p", ["dir": HTMLText.direction(of: text)]) { $0.append(rowsOf: text) }
        return html
    }
}
