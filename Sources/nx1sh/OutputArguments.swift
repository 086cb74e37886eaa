public import ArgumentParser
import Nx1Events
public import Nx1Shell
import ShellInput
import ShellOutput
import ShellText

/// How things are shown.
struct OutputArguments: ParsableArguments {
    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            "The form of answers: \(OutputFormat.all.map(\.name).joined(separator: ", ")).",
            valueName: "format"),
        completion: .list(OutputFormat.all.map(\.name)), transform: format)
    var output: OutputFormat = .auto

    @Option(help: ArgumentHelp("When progress is shown, on stderr: auto, always, never.", valueName: "mode"))
    var progress: ProgressMode = .auto

    @Option(
        help: ArgumentHelp("Every progress event as one JSON line, - for stdout.", valueName: "file"),
        completion: .file())
    var events: String?

    @Flag(name: .shortAndLong, help: "No notes and no progress.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Tell of each request on stderr; -vv of its header fields too.")
    var verbose: Int

    @Option(help: ArgumentHelp("When to colour: auto, always, never.", valueName: "when"))
    var color: ColorChoice = .auto

    private static func format(_ name: String) throws -> OutputFormat {
        do throws(Complaint) {
            return try OutputFormat.find(name)
        } catch {
            throw ValidationError(error.advice ?? error.message)
        }
    }
}

extension ProgressMode: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}
extension InputForm: ExpressibleByArgument {}

/// A time limit as a person writes it: a number above zero.
struct Seconds: Sendable {
    let duration: Duration

    init(_ text: String) throws {
        guard let seconds = Double(text), seconds > 0, seconds <= 1e9 else {
            throw ValidationError("\"\(text)\" is not a number of seconds above zero.")
        }
        duration = .seconds(seconds)
    }

    /// A time that may be none at all.
    static func orZero(_ text: String) throws -> Seconds {
        if Double(text) == 0 { return Seconds(.zero) }
        do {
            return try Seconds(text)
        } catch {
            throw ValidationError("\"\(text)\" is neither a number of seconds above zero nor 0.")
        }
    }

    private init(_ duration: Duration) {
        self.duration = duration
    }
}
