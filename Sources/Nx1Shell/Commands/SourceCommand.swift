import InputSources
import Nx1Events
import Nx1Values
import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let source = Command(
        name: "source", group: .shell, usage: "FILE", summary: "does the lines of a file",
        examples: [.init(":source ~/morning.nx1", "asks this morning's questions")],
        arguments: [.file]
    ) { invocation, session in
        // The whole line is one path, blanks and all; whoever quotes it means what is inside.
        var words = invocation.words
        let first = words.next()
        let isAlone = words.all().isEmpty
        let path = isAlone ? first ?? "" : invocation.arguments.trimmed
        if path.isEmpty { throw Complaint.usage(":source wants the name of a file.") }
        var context = invocation.context
        guard context.sourceDepth < 16 else {
            throw Complaint.usage(
                "\(path) is not read: files are in files 16 deep already; one may name itself.")
        }
        context.sourceDepth += 1
        let input = try InputSource.file(path, environment: session.surroundings.environment)
        defer { input.close() }
        let ending = await Script(input).run(in: session, from: context)
        if ending == .stopped, context.place.origin != .prompt { throw Leaving(isForced: true) }
        return .none
    }
}
