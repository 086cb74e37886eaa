import ShellInput
import ShellOutput

/// One colon command: a row of the registry, from which help, completion and dispatch all read.
///
/// A new command is a file with one `static let` of this type, and its name in ``CommandRegistry/all``.
struct Command: Sendable {
    /// Its name, without the colon.
    let name: String
    /// Other names for it.
    var aliases: [String] = []
    /// What it is for.
    var group = CommandGroup.shell
    /// What follows the name, as help writes it.
    var usage = ""
    /// What it does, in half a line.
    let summary: String
    /// The same in at most 22 characters, for the list of all; without it, as much of the summary as fits.
    var gist: String?
    /// More, for `:help NAME`.
    var details = ""
    /// Lines to try, each with what it does.
    var examples: [Example] = []
    /// What its words are, for Tab; the last one repeats.
    var arguments: [ArgumentKind] = []
    /// Does it. What it returns is shown in the session's format.
    let run: @Sendable (Invocation, isolated Session) async throws -> Reply

    struct Example: Sendable {
        let line: String
        let effect: String

        init(_ line: String, _ effect: String) {
            self.line = line
            self.effect = effect
        }
    }
}

/// Thrown by a command that has something to show although what it shows is a failure.
struct BadNews: Error {
    let reply: Reply
    let complaint: Complaint
}

/// What a word of a command can be, for Tab.
enum ArgumentKind: Sendable {
    case command, crew, run, item, stickyKey, format, profile, profileSetting, file
    case words([String])
    case anyOf([ArgumentKind])
}

/// A command's words as they were given.
struct Invocation: Sendable {
    /// Everything after the name.
    let arguments: String
    /// Where the line stands.
    let place: Place

    /// The words, to be taken one after the other.
    var words: Words { Words(arguments) }
}
