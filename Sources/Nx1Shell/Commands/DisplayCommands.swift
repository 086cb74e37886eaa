import Nx1Client
import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let format = Command(
        name: "format", group: .display, usage: "[FORMAT]",
        summary: "sets the format of answers, such as text, json or csv",
        details: OutputFormat.all.map { "\($0.name): \($0.summary)" }.joined(separator: "\n"),
        examples: [.init(":format json", "one JSON object per run")],
        arguments: [.format],
        shows: .whenAlone
    ) { (invocation, settings: inout SessionSettings) in
        var words = invocation.words
        let name = words.next()
        try words.end(of: "format")
        guard let name else { return .facts([.init("format", .string(settings.format.name))]) }
        settings.format = try OutputFormat.find(name)
        return .none
    }

    static let timing = Command(
        name: "timing", group: .display, usage: "[on|off]",
        summary: "shows or hides the duration under an answer",
        arguments: [.words(["on", "off"])],
        shows: .whenAlone
    ) { (invocation, settings: inout SessionSettings) in
        var words = invocation.words
        guard let isOn = try words.takeSwitch(of: "timing") else {
            return .facts([.init("timing", .string(settings.showsTiming ? "on" : "off"))])
        }
        settings.showsTiming = isOn
        return .none
    }

    static let progress = Command(
        name: "progress", group: .display, usage: "[MODE]",
        summary: "sets when to show progress: auto, always, never",
        details: """
            auto: when a person waits for the answer; always: in a pipe too; never.
            Progress goes to stderr. While a crew works, d switches between its
            steps, everything, and only its tasks.
            """,
        arguments: [.words(ProgressMode.allCases.map(\.rawValue))],
        shows: .whenAlone
    ) { (invocation, settings: inout SessionSettings) in
        var words = invocation.words
        let word = words.next()
        try words.end(of: "progress")
        guard let word else {
            return .facts([.init("progress", .string(settings.progress.rawValue))])
        }
        guard let mode = ProgressMode(rawValue: word) else {
            throw Complaint.usage(":progress takes auto, always or never, not \"\(word)\".")
        }
        settings.progress = mode
        return .none
    }

    static let pager = Command(
        name: "pager", group: .display, usage: "[on|off]",
        summary: "turns the pager for long output on or off",
        details: """
            The pager is the command in PAGER, or less -FRX. An empty PAGER turns it off.
            It is used only at a terminal, for answers that someone waits for.
            """,
        examples: [.init(":pager off", "prints long answers in full")],
        arguments: [.words(["on", "off"])],
        shows: .whenAlone
    ) { (invocation, settings: inout SessionSettings) in
        var words = invocation.words
        guard let isOn = try words.takeSwitch(of: "pager") else {
            return .facts([.init("pager", .string(settings.usesPager ? "on" : "off"))])
        }
        settings.usesPager = isOn
        return .none
    }

    static let clear = Command(
        name: "clear", group: .display, summary: "clears the screen"
    ) { (invocation, _: inout SessionSettings) in
        try invocation.words.end(of: "clear")
        try invocation.console.clear()
        return .none
    }
}
