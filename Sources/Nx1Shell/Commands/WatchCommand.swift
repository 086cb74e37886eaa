import ShellOutput
import ShellSession

extension Command {
    static let watch = Command(
        name: "watch", group: .asking, usage: "[EVERY] [OPTION…] [LINE] [&]",
        summary: "asks a line again and again, and shows what changed",
        details: """
            Asks LINE, or the last question again, EVERY 60 s unless given: 30s, 10m, 2h,
            1d, or "at 06:15" for once a day; at least 5 s after the run before has ended.
            LINE is a text, :crew TYPE TEXT, :template NAME … or :again.

            An answer is shown when it has changed, with what changed as :diff has it, and
            one line says when it has not. --all shows each answer. --count N ends after N
            rounds, --until changed or --until same at an answer that is different from, or
            the same as, the one before. A failed round waits longer. Ctrl-C ends it; a run
            that is at work then is left, and can be taken up again. :notify signals each
            change. Rounds never take an answer of --reuse.

            With & at the end, at a prompt, it goes on in the background and announces what
            changed; :jobs lists it. :watch off ends it, :watch off %N one of several.
            With -o json each round is one record, with "round" and "changed".
            Put -- in front of a LINE that begins like an option or a time, or is "off".
            """,
        examples: [
            .init(":watch 10m Which orders are late?", "every 10 minutes"),
            .init(":watch at 06:15 :crew classification Sort them", "every morning"),
            .init(":watch --until changed --count 20", "until it changes"),
            .init(":watch 1h How many? &", "behind the prompt"),
        ],
        arguments: [.words(["--count", "--until", "--all", "off"])]
    ) { invocation, session in
        try await session.watch(invocation.arguments, in: invocation.context)
        return .none
    }
}
