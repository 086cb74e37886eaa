import ArgumentParser
import Descriptors
import NIOCore
import ShellOutput
import ShellSession
import ShellText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The entry point: turns the command line into an exit status.
@main
enum Main {
    static func main() async {
        // A reader that closes the pipe causes a write error that is handled, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        // The same for a file that reaches its size limit (`ulimit -f`).
        signal(SIGXFSZ, SIG_IGN)
        // One event-loop thread outpaces any service; a second one only adds startup time to one-question runs.
        NIOSingletons.groupLoopCountSuggestion = 1
        StandardDescriptors.fill()
        if let reason = OpenFiles.provide() ?? ThreadSupply.refusal() ?? missingArguments {
            try? ByteSink(fileDescriptor: 2).write("nx1sh: \(reason)\n")
            exit(ExitStatus.usage.rawValue)
        }
        let environment = ProcessInfo.processInfo.environment
        CrashSignals.useStandardActions(environment: environment)
        exit(await ShellProcess(options(in: environment), environment: environment).run().rawValue)
    }

    /// Why the command line can't be read, if it can't: the program must not treat that as "no arguments".
    private static var missingArguments: String? {
        // Even without arguments, the list holds the program's name.
        CommandLine.arguments.isEmpty
            ? "Couldn't read the command line: /proc is missing or unreadable." : nil
    }

    /// Parses the command line. Exits the process for usage errors and for requests such as `--help`.
    private static func options(in environment: [String: String]) -> ShellOptions {
        if let options = ShellOptions(words: CommandLine.arguments.dropFirst()) { return options }
        let arguments: Arguments
        do {
            arguments = try Arguments.parse()
        } catch {
            exit(answer(error))
        }
        do {
            if let reference = arguments.reference { exit(write(answer: try reference.text())) }
            return try ShellOptions(arguments, home: environment["HOME"])
        } catch {
            let (answers, remarks) = (ByteSink(fileDescriptor: 1), ByteSink(fileDescriptor: 2))
            Console(answers: answers, remarks: remarks).report(error)
            exit((Complaint(error)?.exitStatus ?? .interrupted).rawValue)
        }
    }

    /// Prints help, the version and completion scripts to stdout; reports anything else as a usage error.
    private static func answer(_ error: any Error) -> Int32 {
        if Arguments.exitCode(for: error) == .success,
            let word = HelpRequest.misread(in: CommandLine.arguments)
        {
            let text = "nx1sh: Unknown option '\(word)'. Put -- before a question that begins with a dash.\n"
            try? ByteSink(fileDescriptor: 2).write(VisibleText.visible(text))
            return ExitStatus.usage.rawValue
        }
        var text = Arguments.fullMessage(for: error)
        if CompletionScript.isAskedFor(by: CommandLine.arguments) { text = CompletionScript.mended(text) }
        if Arguments.exitCode(for: error) == .success { return write(answer: text) }
        text = HelpRequest.suggested(in: text)
        text = VisibleText.visible(text)
        try? ByteSink(fileDescriptor: 2).write(text.hasSuffix("\n") ? text : text + "\n")
        return ExitStatus.usage.rawValue
    }

    /// Writes `text` to stdout and returns the exit status.
    private static func write(answer text: String) -> Int32 {
        do {
            try ByteSink(fileDescriptor: 1).write(text.hasSuffix("\n") ? text : text + "\n")
            return ExitStatus.answered.rawValue
        } catch {
            if error.isClosed { return ExitStatus.answered.rawValue }
            try? ByteSink(fileDescriptor: 2).write("nx1sh: \(error)\n")
            return ExitStatus.failed.rawValue
        }
    }
}
