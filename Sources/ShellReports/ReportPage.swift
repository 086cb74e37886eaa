import Nx1Events
import ShellOutput
import ShellText

/// A report as a self-contained HTML page: no scripts, and nothing to fetch.
package struct ReportPage {
    private var html = HTMLText()
    private let report: Report

    /// The content of the file.
    package var text: String { html.source }

    package init(_ report: Report) {
        self.report = report
        html.append(markup: "<!DOCTYPE html>\n<html lang=\"en\">\n")
        appendHead()
        html.open("body")
        html.endRow()
        appendHeader()
        html.open("main")
        html.endRow()
        for (index, entry) in report.entries.enumerated() {
            html.append(ReportArticle(entry, number: index + 1, level: report.entryLevel).html)
        }
        html.append(markup: "</main>\n")
        html.element("footer", ["class": "facts"]) {
            $0.append("Created ")
            $0.element("time", ["datetime": report.made.timestamp], text: report.made.local)
            $0.append(" with nx1sh")
        }
        html.append(markup: "\n</body>\n</html>\n")
    }

    private mutating func appendHead() {
        html.append(
            markup: """
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="referrer" content="no-referrer">
                <meta name="generator" content="nx1sh">
                <link rel="icon" href="data:,">

                """)
        html.element("title", text: report.name)
        html.endRow()
        html.open("style")
        html.endRow()
        html.append(markup: reportStyle)
        html.append(markup: "</style>\n</head>\n")
    }

    private mutating func appendHeader() {
        guard let heading = report.heading else { return }
        html.open("header")
        html.element("h1", ["dir": HTMLText.direction(of: heading)], text: heading)
        if report.entries.count > 1 { appendContents() }
        html.close("header")
        html.endRow()
    }

    private mutating func appendContents() {
        html.open("nav", ["aria-label": "Runs"])
        html.open("ol")
        html.endRow()
        for (index, entry) in report.entries.enumerated() {
            html.element("li") {
                $0.element(
                    "a", ["href": "#run-\(index + 1)", "dir": HTMLText.direction(of: entry.heading)],
                    text: entry.heading)
                if case .answered = entry.outcome { return }
                $0.element(
                    "span", ["class": "facts"],
                    text: " · " + (entry.outcome == .working ? "in progress" : "no answer"))
            }
            html.endRow()
        }
        html.close("ol")
        html.close("nav")
    }
}
