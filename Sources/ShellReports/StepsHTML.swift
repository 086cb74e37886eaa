import Nx1Events
import ShellOutput
import ShellText

/// The steps of a run as nested lists.
struct StepsHTML {
    private(set) var html = HTMLText()
    private let form: HTMLForm

    init(_ steps: [StepAccount], dropped: Int, form: HTMLForm) {
        self.form = form
        if dropped > 0 {
            html.element("p", ["class": "facts"], text: StepReport.droppedNote(dropped) + ".")
        }
        append(steps)
    }

    private mutating func append(_ steps: [StepAccount]) {
        html.open("ul", ["class": "steps"])
        html.endRow()
        for step in steps {
            html.open("li", ["class": step.state.rawValue])
            append(titleOf: step)
            if let note = step.note { html.element("p") { $0.append(rowsOf: note) } }
            if let given = step.given { append(given, class: "given") }
            if !step.inside.isEmpty { append(step.inside) }
            if let output = step.output { append(output, class: "output") }
            for failure in step.failures {
                html.element("p", ["class": "failure"]) { $0.append(rowsOf: failure) }
            }
            if step.isCut { html.element("p", ["class": "facts"], text: StepReport.truncatedNote) }
            html.close("li")
            html.endRow()
        }
        html.close("ul")
        html.endRow()
    }

    private mutating func append(titleOf step: StepAccount) {
        html.element("span", ["class": "name", "dir": HTMLText.direction(of: step.name)], text: step.name)
        let tries = step.tries > 1 ? "\(step.tries) tries" : nil
        let facts = [step.agent, step.time, tries, step.state == .done ? nil : step.state.words]
        let shown = facts.compactMap(\.self).joined(separator: " · ")
        if !shown.isEmpty { html.element("span", ["class": "facts"], text: " · " + shown) }
        html.endRow()
    }

    private mutating func append(_ content: StepAccount.Content, class name: String) {
        html.open("div", ["class": name])
        switch content {
        case .table(let table): html.append(TableHTML(table, form: form).html)
        case .query(let text): html.append(HTMLText(code: text, language: "sql"))
        case .json(let text): html.append(HTMLText(code: text, language: "json"))
        case .text(let text): html.element("pre", text: text.hasPrefix("\n") ? "\n" + text : text)
        }
        html.close("div")
        html.endRow()
    }
}

extension RunStep.State {
    /// The sign in front of the name.
    var sign: String {
        switch self {
        case .working: "…"
        case .done: "✓"
        case .failed: "✗"
        }
    }

    /// The state in words.
    var words: String {
        switch self {
        case .working: "in progress"
        case .done: "done"
        case .failed: "failed"
        }
    }
}

extension [StepAccount] {
    /// The number of steps, nested ones included.
    var total: Int { reduce(0) { $0 + 1 + $1.inside.total } }
}
