import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let notify = Command(
        name: "notify", group: .display, usage: "[KIND] [SECONDS]",
        summary: "a signal when a long run has ended",
        details: """
            off: none, as at first; bell: the terminal's bell; osc9: a notification,
            where the terminal knows OSC 9. It is for runs of SECONDS or more (10).
            """,
        examples: [
            .init(":notify bell", "rings after runs of 10 seconds and more"),
            .init(":notify osc9 60", "notifies after runs of a minute and more"),
            .init(":notify off", "is quiet, as at first"),
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
            throw Complaint.usage(":notify is off, bell or osc9, not \"\(kind)\".")
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
    /// As somebody writes it: `10`, `0.5`.
    fileprivate var inSeconds: String {
        let milliseconds = wholeMilliseconds
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
    }
}
