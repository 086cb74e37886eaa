import Nx1Client
import ShellInput
import ShellOutput
import ShellSession
import TypedRequests

extension Command {
    static let set = Command(
        name: "set", group: .asking, usage: "[ITEM…]",
        summary: "sets sticky inputs, which are sent with every request",
        details: """
            Without arguments, it shows them. Request items are key=text, key:=json,
            key=@file (a text) and key:=@file (JSON). Instead of a file, a run (%2, last,
            an id) stands for its answer.
            """,
        examples: [
            .init(":set region=north limit:=50", "sets a text and a number"),
            .init(":set", "shows the sticky inputs"),
        ],
        arguments: [.item],
        shows: .whenAlone
    ) { invocation, session in
        let (items, text) = try session.requests.items(in: invocation.arguments)
        if let text {
            throw Complaint.usage(
                "\"\(text)\" isn't a request item.",
                advice: "Request items are key=text, key:=json, key=@file and key:=@file.")
        }
        if items.values.isEmpty {
            return .facts(
                session.settings.sticky.values.map { Reply.Fact($0.key, $0.value, isVerbatim: true) })
        }
        let request = CrewRequest(
            crew: session.defaultCrew, input: items.values, references: items.references)
        let known = try await invocation.line.completed(request)
        session.settings.sticky.add(RequestInputs(values: known.input))
        return .none
    }

    static let unset = Command(
        name: "unset", group: .asking, usage: "KEY…", summary: "removes sticky inputs",
        examples: [.init(":unset region limit", "removes both")],
        arguments: [.stickyKey]
    ) { (invocation, settings: inout SessionSettings) in
        var words = invocation.words
        let keys = words.all()
        if keys.isEmpty {
            throw Complaint.usage(":unset needs the keys of sticky inputs.", advice: ":set shows them.")
        }
        let known = settings.sticky.values.map(\.key)
        for key in keys where !known.contains(key) {
            throw Complaint.usage(
                "Unknown sticky input \"\(key)\".",
                advice: NearestNames.question(about: key, among: known) ?? ":set shows them.")
        }
        for key in keys {
            settings.sticky.values[key] = nil
            settings.sticky.references[key] = nil
        }
        return .none
    }
}
