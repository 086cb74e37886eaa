import ShellOutput
import ShellSession

extension Command {
    static let watch = Command(
        name: "watch", group: .asking, usage: "[EVERY] [OPTION…] [LINE] [&]",
        summary: "repeats a question and shows what changed",
        details: """
            Asks LINE, or the last question, repeatedly: every 60 s, or EVERY 30s, 10m, 2h,
            1d, or "at 06:15" once a day; at least 5 s after the previous run has ended.
            LINE is a text, :crew TYPE TEXT, :template NAME … or :again.

            An answer that changed is shown with its changes, as in :diff; otherwise one
            line says that it didn't change. --all shows every answer. --count N stops after
            N rounds, --until changed or --until same at an answer that differs from, or
            equals, the previous one. After a failed round, the next one waits longer.
            Ctrl-C stops the watch; a run in progress continues and can be resumed. :notify
            signals each change. --reuse doesn't apply.

            With & at the end, at a prompt, it runs in the background and announces changes;
            :jobs lists it. :watch off stops it, :watch off %N stops one of several.
            With -o json, each round is one record, with "round" and "changed".
            Put -- before a LINE that starts like an option or a time, or is "off".
            """,
        examples: [
            .init(":watch 10m Which orders are late?", "every 10 minutes"),
            .init(":watch at 06:15 :crew classification Sort them", "every morning"),
            .init(":watch --until changed --count 20", "until it changes"),
            .init(":watch 1h How many? &", "in the background"),
        ],
        arguments: [.words(["--count", "--until", "--all", "off"])]
    ) { invocation, session in
        try await session.watch(invocation.arguments, in: invocation.context)
        return .none
    }
}
