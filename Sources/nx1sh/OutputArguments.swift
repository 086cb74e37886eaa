public import ArgumentParser
import Nx1Events
import ShellInput
import ShellOutput
import ShellSession
import ShellText

/// The flags about output and progress.
struct OutputArguments: ParsableArguments {
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp(
            "Answer format: \(OutputFormat.all.map(\.name).joined(separator: ", ")).",
            valueName: "format"),
        completion: .list(OutputFormat.all.map(\.name)), transform: format)
    var output: OutputFormat = .auto

    @Option(help: ArgumentHelp("When to show progress on stderr: auto, always, never.", valueName: "mode"))
    var progress: ProgressMode = .auto

    @Option(
        help: ArgumentHelp("Write each progress event as a JSON line (- is stdout).", valueName: "file"),
        completion: .file())
    var events: String?

    @Flag(name: .shortAndLong, help: "Hide notes and progress.")
    var quiet = false

    @Flag(
        name: .shortAndLong, help: "Log each request to stderr; -vv adds header fields and bodies.")
    var verbose: Int

    @Option(help: ArgumentHelp("When to use colour: auto, always, never.", valueName: "when"))
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
    /// Parses an option's value.
    static func option(_ text: String) throws -> SessionName {
        do throws(SessionNameError) {
            return try SessionName(text)
        } catch {
            throw ValidationError(error.description)
        }
    }
}

extension MaximumAge {
    /// Parses an option's value.
    static func option(_ text: String) throws -> MaximumAge {
        do throws(MaximumAgeError) {
            return try MaximumAge(text)
        } catch {
            throw ValidationError(error.description)
        }
    }
}

extension Seconds {
    /// Parses a time limit, which must be above zero.
    static func limit(_ text: String) throws -> Seconds { try option(text, allowsZero: false) }

    /// Parses a duration that may be zero.
    static func orZero(_ text: String) throws -> Seconds { try option(text, allowsZero: true) }

    private static func option(_ text: String, allowsZero: Bool) throws -> Seconds {
        do throws(Refusal) {
            return try Seconds(text, allowsZero: allowsZero)
        } catch {
            throw ValidationError(error.sentence(about: "\"\(text)\" is", allowsZero: allowsZero))
        }
    }
}
