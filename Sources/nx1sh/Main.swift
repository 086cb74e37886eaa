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

/// From the command line to an exit status.
@main
enum Main {
    static func main() async {
        // A reader that goes away is an error to handle, not a reason to die.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that may not grow (`ulimit -f`).
        signal(SIGXFSZ, SIG_IGN)
        // One thread reads and writes faster than all services answer; a second one costs each question of a program that asks one.
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

    /// What is in the way where the command line can't be found, so that nothing else is done in its place.
    private static var missingArguments: String? {
        // There is always the program's own name.
        CommandLine.arguments.isEmpty
            ? "The command line can't be read: /proc is missing or can't be read." : nil
    }

    /// What the command line asks for; one that makes no sense, or only asks for help, ends the process.
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

    /// Help, version and completion scripts are answers; anything else is a usage error.
    private static func answer(_ error: any Error) -> Int32 {
        var text = Arguments.fullMessage(for: error)
        if CompletionScript.isAskedFor(by: CommandLine.arguments) { text = CompletionScript.mended(text) }
        if Arguments.exitCode(for: error) == .success { return write(answer: text) }
        text = VisibleText.visible(text)
        try? ByteSink(fileDescriptor: 2).write(text.hasSuffix("\n") ? text : text + "\n")
        return ExitStatus.usage.rawValue
    }

    /// Writes it to stdout, and says how that went.
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
