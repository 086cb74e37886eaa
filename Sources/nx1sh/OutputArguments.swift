public import ArgumentParser
import Nx1Events
import ShellInput
import ShellOutput
import ShellSession
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

    @Flag(
        name: .shortAndLong, help: "Tell of each request on stderr; -vv of its header fields and bodies too.")
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

extension SessionName {
    /// The name behind an option.
    static func option(_ text: String) throws -> SessionName {
        do throws(SessionNameError) {
            return try SessionName(text)
        } catch {
            throw ValidationError(error.description)
        }
    }
}

extension MaximumAge {
    /// The age behind an option.
    static func option(_ text: String) throws -> MaximumAge {
        do throws(MaximumAgeError) {
            return try MaximumAge(text)
        } catch {
            throw ValidationError(error.description)
        }
    }
}

extension Seconds {
    /// A time limit: above zero.
    static func limit(_ text: String) throws -> Seconds { try option(text, allowsZero: false) }

    /// A time that may be none at all.
    static func orZero(_ text: String) throws -> Seconds { try option(text, allowsZero: true) }

    private static func option(_ text: String, allowsZero: Bool) throws -> Seconds {
        do throws(Refusal) {
            return try Seconds(text, allowsZero: allowsZero)
        } catch {
            throw ValidationError(error.sentence(about: "\"\(text)\" is", allowsZero: allowsZero))
        }
    }
}
