import InputSources
import Nx1Events
import Nx1Values
import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let source = Command(
        name: "source", group: .shell, usage: "FILE", summary: "runs the lines of a file",
        examples: [.init(":source ~/morning.nx1", "asks this morning's questions")],
        arguments: [.file]
    ) { invocation, session in
        // The whole line is one path, spaces included; quotes around it are removed.
        var words = invocation.words
        let first = words.next()
        let isAlone = words.all().isEmpty
        let path = isAlone ? first ?? "" : invocation.arguments.trimmed
        if path.isEmpty { throw Complaint.usage(":source needs the name of a file.") }
        var context = invocation.context
        guard context.sourceDepth < 16 else {
            throw Complaint.usage(
                "Couldn't run \(path): files are nested 16 deep. Check for a file that runs itself.")
        }
        context.sourceDepth += 1
        let input = try InputSource.file(path, environment: session.surroundings.environment)
        defer { input.close() }
        let ending = await Script(input).run(in: session, from: context)
        if ending == .stopped, context.place.origin != .prompt { throw Leaving(isForced: true) }
        return .none
    }
}
