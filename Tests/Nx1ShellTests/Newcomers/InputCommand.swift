import Nx1Client
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let input = Command(
        name: "input", group: .runs, usage: "[RUN]", summary: "what a run was given",
        examples: [.init(":input %2", "the input of the session's second run")],
        arguments: [.run]
    ) { invocation, session in
        var words = invocation.words
        let name = words.next() ?? "last"
        try words.end(of: "input")
        let run = try await invocation.line.takeUp(name).record
        guard let input = run.input else {
            throw Complaint.usage("What the run \(run.correlationID) was given is not known here.")
        }
        return .facts(input.map { .init($0.key, $0.value) })
    }
}
