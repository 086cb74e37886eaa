package import InputSources
package import ShellInput
package import ShellOutput
import ShellRuns

/// A colon command: an entry of the registry that help, completion and dispatch all read.
///
/// To add a command, create a file with one `static let` of this type and add its name to
/// ``CommandRegistry/all``.
package struct Command: Sendable {
    /// The name, without the colon.
    package let name: String
    /// Alternative names.
    package var aliases: [String] = []
    /// The group under which help lists it.
    package var group = CommandGroup.shell
    /// The arguments, as help shows them after the name.
    package var usage = ""
    /// A summary in half a line.
    package let summary: String
    /// The details that `:help NAME` adds.
    package var details = ""
    /// Example lines with their effects.
    package var examples: [Example] = []
    /// The kinds of its arguments, for completion; the last one repeats.
    package var arguments: [ArgumentKind] = []
    /// Whether it has output, so that `-o FORMAT` and a final `| COMMAND` or `> FILE` are options and not
    /// arguments.
    package var shows = CommandArguments.Showing.nothing
    /// Runs the command. The reply is shown in the session's format.
    package let action: Action

    /// What a command has access to.
    package enum Action: Sendable {
        /// Only the settings.
        case changesSettings(@Sendable (Invocation, inout SessionSettings) throws -> Reply)
        /// The whole session.
        case usesSession(@Sendable (Invocation, isolated Session) async throws -> Reply)
    }

    package struct Example: Sendable {
        package let line: String
        package let effect: String

        package init(_ line: String, _ effect: String) {
            self.line = line
            self.effect = effect
        }
    }
}

extension Command {
    /// Creates a command that uses the session.
    package init(
        name: String, aliases: [String] = [], group: CommandGroup = .shell, usage: String = "",
        summary: String,
        details: String = "", examples: [Example] = [], arguments: [ArgumentKind] = [],
        shows: CommandArguments.Showing = .nothing,
        run: @escaping @Sendable (Invocation, isolated Session) async throws -> Reply
    ) {
        self.init(
            name: name, aliases: aliases, group: group, usage: usage, summary: summary, details: details,
            examples: examples, arguments: arguments, shows: shows,
            action: .usesSession(run))
    }

    /// Runs the command.
    /// - Returns: the reply to show.
    package func run(_ invocation: Invocation, _ session: isolated Session) async throws -> Reply {
        switch action {
        case .changesSettings(let change): try change(invocation, &session.settings)
        case .usesSession(let run): try await run(invocation, session)
        }
    }

    /// Creates a command that only reads or changes the settings.
    package init(
        name: String, aliases: [String] = [], group: CommandGroup = .shell, usage: String = "",
        summary: String,
        details: String = "", examples: [Example] = [], arguments: [ArgumentKind] = [],
        shows: CommandArguments.Showing = .nothing,
        change: @escaping @Sendable (Invocation, inout SessionSettings) throws -> Reply
    ) {
        self.init(
            name: name, aliases: aliases, group: group, usage: usage, summary: summary, details: details,
            examples: examples, arguments: arguments, shows: shows,
            action: .changesSettings(change))
    }
}

/// A failure that still has a reply to show.
package struct ShownFailure: Error {
    package let reply: Reply
    package let complaint: Complaint

    /// Creates a failure that shows `reply` and is then reported as `complaint`.
    package init(reply: Reply, complaint: Complaint) {
        self.reply = reply
        self.complaint = complaint
    }
}

/// Thrown to end the session.
package struct Leaving: Error {
    /// Whether something other than the line itself ended the session.
    package var isForced = false

    /// Creates the error that ends the session.
    package init(isForced: Bool = false) {
        self.isForced = isForced
    }
}

/// The kind of an argument, for completion.
package enum ArgumentKind: Sendable {
    case command, topic, crew, template, question, run, session, column, item, stickyKey, format, profile,
        profileSetting, file
    /// The rest of the line, which is itself a line that asks a crew.
    case line
    case words([String])
    case anyOf([ArgumentKind])
}

/// A command's arguments and context.
package struct Invocation: Sendable {
    /// Everything after the name.
    package let arguments: String
    /// The session's runs in the context of this line.
    package let line: LineRuns
    /// The context of the line.
    package var context: LineContext { line.context }
    /// The output format given with `-o`; nil for the session's.
    package var format: OutputFormat? { context.format }
    /// The console for notes.
    package var console: Console { context.console }
    /// Prompts for missing values; nil if nobody is there to answer.
    package var questions: Questions? { context.place.isPersonal ? line.surroundings.questions : nil }

    /// Whether `-o FORMAT` has already been removed from the arguments.
    package var takesFormat = false

    /// The arguments as words.
    package var words: Words { Words(arguments, options: takesFormat ? ["-o", "--output"] : []) }
}

/// The groups of commands, in the order in which help lists them.
package enum CommandGroup: String, Sendable, CaseIterable {
    case asking, runs, service, display, shell, yours

    /// The title in help.
    package var title: String {
        switch self {
        case .asking: "Asking"
        case .runs: "Answers"
        case .service: "Service"
        case .display: "Display"
        case .shell: "Shell"
        case .yours: "Yours"
        }
    }

    /// A summary in half a line.
    package var summary: String {
        switch self {
        case .asking: "questions to crews, and what is sent with them"
        case .runs: "runs, their answers, and their status"
        case .service: "the service, and your sign-in"
        case .display: "how output is shown"
        case .shell: "nx1sh itself, files, and your system shell"
        case .yours: "your saved questions and your team's (:define)"
        }
    }
}

/// The commands of a session, by name.
package struct CommandTable: Sendable {
    /// All commands, in the order of help.
    package let all: [Command]
    /// The names, without aliases.
    package let names: Set<String>

    package init(_ all: [Command]) {
        self.all = all
        names = Set(all.map(\.name))
    }

    /// The names and aliases.
    package var allNames: [String] { all.flatMap { [$0.name] + $0.aliases } }

    /// The command with this name or alias; nil if there is none.
    package func command(named name: String) -> Command? {
        all.first { $0.name == name || $0.aliases.contains(name) }
    }

    /// The command with this name or alias. An error suggests the nearest names.
    /// - Parameters:
    ///   - others: other names that are valid in place of a command's.
    ///   - hint: what to add if no name is similar.
    package func find(
        _ name: String, orOneOf others: [String] = [], hint: String? = nil
    ) throws(Complaint) -> Command {
        if let command = command(named: name) { return command }
        if let meant = ForeignCommands.command(named: name) {
            throw .usage("Unknown command :\(name).", advice: "Did you mean `:\(meant)`?")
        }
        let names = all.map(\.name)
        let meant = CommandMeanings.commands(meantBy: name, among: names)
        throw .usage(
            "Unknown command :\(name).",
            advice: NearestNames.question(
                naming: meant.isEmpty
                    ? NearestNames.nearest(to: name, among: names + others) : meant, prefix: ":")
                ?? ["Type :help for the list.", hint].compactMap(\.self).joined(separator: " "))
    }
}
