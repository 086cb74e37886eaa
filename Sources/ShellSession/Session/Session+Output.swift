import InputSources
package import OutputDestinations
import ShellInput
import ShellOutput
import Synchronization

extension Session {
    /// Runs a command and sends its output to its destination: the console, a file or a program.
    func carryOut(command name: String, _ arguments: String, in context: LineContext) async throws {
        let (name, arguments) = CommandArguments.split(name: name, arguments)
        let command = try command(named: name)
        let read = try CommandArguments(arguments, showing: command.shows)
        var context = context
        context.format = try read.format.map(OutputFormat.find)
        guard let destination = read.destination else {
            return try await carryOut(command, read.own, in: context)
        }
        let file = try file(of: destination)
        let output = CollectedOutput()
        context.console = context.console.writing(answersTo: output.sink)
        context.isRedirected = true
        var failure: (any Error)?
        do {
            try await carryOut(command, read.own, in: context)
        } catch {
            failure = error
        }
        // A failed command may still have output.
        guard failure == nil || !output.bytes.isEmpty, !Task.isCancelled else {
            file?.discard()
            throw failure ?? CancellationError()
        }
        if let file {
            try await file.write(output.bytes)
        } else if case .program(let line) = destination {
            try await run(line, reading: .bytes(output.bytes), in: context)
        }
        if let failure { throw failure }
    }

    private func carryOut(_ command: Command, _ arguments: String, in context: LineContext) async throws {
        let line = lineRuns(in: context)
        let takesFormat = [.always, .elsewhere].contains(command.shows)
        let invocation = Invocation(arguments: arguments, line: line, takesFormat: takesFormat)
        let (reply, failure) = try await run(command, invocation)
        // `:format` changes the format of its own reply.
        let format = context.format ?? settings.format
        if let shown = format.reply(reply, context.console.page) { try await line.show(shown) }
        if let failure { throw failure }
    }

    private func run(
        _ command: Command, _ invocation: Invocation
    ) async throws -> (reply: Reply, failure: Complaint?) {
        do {
            return (try await command.run(invocation, self), nil)
        } catch let failure as ShownFailure {
            return (failure.reply, failure.complaint)
        }
    }

    /// Opens the file that the output is redirected to; nil without one.
    private func file(of destination: CommandTail.Destination) throws(Complaint) -> RedirectedFile? {
        guard case .file(let path, let appends) = destination else { return nil }
        let home = surroundings.environment["HOME"] ?? "~"
        return try RedirectedFile(
            at: path.hasPrefix("~/") ? home + path.dropFirst() : path, appends: appends)
    }

    /// Runs a command line in the user's shell, or the shell itself, in the foreground.
    /// - Throws: ``Complaint`` if it fails; `CancellationError`.
    package func run(_ line: String?, reading input: ForegroundProgram.Input, in context: LineContext)
        async throws
    {
        await surroundings.questions?.releaseTerminal()
        surroundings.console.countForeignRows()
        let program = ForegroundProgram(line, environment: surroundings.environment)
        let ending = try await program.run(reading: input)
        guard let problem = ProgramProblem(ending, of: line) else { return }
        let isAtPrompt = context.place.origin == .prompt
        switch problem {
        case .interrupted where isAtPrompt: surroundings.console.ask("\n")
        case .interrupted: throw Complaint(.interrupted, "Interrupted.")
        // The program shares this process's standard output.
        case .closedOutput where surroundings.console.isTerminal: return
        case .closedOutput: throw OutputFailure.closed
        case .failed(let complaint): throw complaint
        }
    }
}

/// Collects the output of a command before it is redirected.
private final class CollectedOutput: Sendable {
    private let content = Mutex<[UInt8]>([])

    var bytes: [UInt8] { content.withLock(\.self) }

    var sink: ByteSink {
        ByteSink(isTerminal: false) { bytes throws(OutputFailure) in
            self.content.withLock { $0 += bytes }
        }
    }
}
