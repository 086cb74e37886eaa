import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let notify = Command(
        name: "notify", group: .display, usage: "[KIND] [SECONDS]",
        summary: "sets the signal for the end of a long run",
        details: """
            off (the default): no signal; bell: the terminal's bell; osc9: a notification,
            if the terminal supports OSC 9. Only runs of SECONDS or more (10) are signalled.
            """,
        examples: [
            .init(":notify bell", "rings after runs of 10 seconds or more"),
            .init(":notify osc9 60", "notifies after runs of a minute or more"),
            .init(":notify off", "turns signals off"),
        ],
        arguments: [.words(RunNotification.Kind.allCases.map(\.rawValue))],
        shows: .whenAlone
    ) { (invocation, settings: inout SessionSettings) in
        var words = invocation.words
        let (kind, seconds) = (words.next(), words.next())
        try words.end(of: "notify")
        var notification = settings.notification
        guard let kind else {
            return .facts([
                .init("notify", .string(notification.kind.rawValue)),
                .init("seconds", .string(notification.threshold.inSeconds)),
            ])
        }
        guard let kind = RunNotification.Kind(rawValue: kind) else {
            throw Complaint.usage(":notify takes off, bell or osc9, not \"\(kind)\".")
        }
        notification.kind = kind
        if let seconds { notification.threshold = try threshold(seconds) }
        settings.notification = notification
        return .none
    }

    private static func threshold(_ text: String) throws(Complaint) -> Duration {
        do throws(Seconds.Refusal) {
            return try Seconds(text, allowsZero: true).duration
        } catch {
            throw .usage(error.sentence(about: "\"\(text)\" is", allowsZero: true))
        }
    }
}

extension Duration {
    /// The shortest decimal form: `10`, `0.5`.
    fileprivate var inSeconds: String {
        let milliseconds = wholeMilliseconds
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
    }
}
