package import InputSources
package import ShellInput
package import ShellOutput
import ShellRuns

/// One colon command: a row of the registry, from which help, completion and dispatch all read.
///
/// A new command is a file with one `static let` of this type, and its name in ``CommandRegistry/all``.
package struct Command: Sendable {
    /// Its name, without the colon.
    package let name: String
    /// Other names for it.
    package var aliases: [String] = []
    /// What it is for.
    package var group = CommandGroup.shell
    /// What follows the name, as help writes it.
    package var usage = ""
    /// What it does, in half a line.
    package let summary: String
    /// More, for `:help NAME`.
    package var details = ""
    /// Lines to try, each with what it does.
    package var examples: [Example] = []
    /// What its words are, for Tab; the last one repeats.
    package var arguments: [ArgumentKind] = []
    /// Whether it shows something: `-o FORMAT`, and `| COMMAND` or `> FILE` at its end, are no part of its words then.
    package var shows = CommandArguments.Showing.nothing
    /// Does it. What it returns is shown in the session's format.
    package let action: Action

    /// What a command works with.
    package enum Action: Sendable {
        /// The settings alone.
        case changesSettings(@Sendable (Invocation, inout SessionSettings) throws -> Reply)
        /// All of the session.
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
    /// A command that works with the session.
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

    /// Does it.
    /// - Returns: what it has to show.
    package func run(_ invocation: Invocation, _ session: isolated Session) async throws -> Reply {
        switch action {
        case .changesSettings(let change): try change(invocation, &session.settings)
        case .usesSession(let run): try await run(invocation, session)
        }
    }

    /// A command that only reads or changes the settings.
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

/// Thrown by a command that has something to show although what it shows is a failure.
package struct ShownFailure: Error {
    package let reply: Reply
    package let complaint: Complaint

    /// A failure that shows `reply` before it is reported as `complaint`.
    package init(reply: Reply, complaint: Complaint) {
        self.reply = reply
        self.complaint = complaint
    }
}

/// Thrown by a line that ends the session.
package struct Leaving: Error {
    /// Whether something else than a line's own words ended it.
    package var isForced = false

    /// The end of the session.
    package init(isForced: Bool = false) {
        self.isForced = isForced
    }
}

/// What a word of a command can be, for Tab.
package enum ArgumentKind: Sendable {
    case command, crew, template, question, run, session, column, item, stickyKey, format, profile,
        profileSetting, file
    /// The rest of the line, as a line of its own that asks a crew.
    case line
    case words([String])
    case anyOf([ArgumentKind])
}

/// A command's words as they were given.
package struct Invocation: Sendable {
    /// Everything after the name.
    package let arguments: String
    /// The runs of the session, as the line deals with them.
    package let line: LineRuns
    /// What the line has for itself.
    package var context: LineContext { line.context }
    /// The form of what it shows, by `-o`; nil: the session's.
    package var format: OutputFormat? { context.format }
    /// Where what is said goes.
    package var console: Console { context.console }
    /// How to ask for what is missing; nil where nobody waits for the line.
    package var questions: Questions? { context.place.isPersonal ? line.surroundings.questions : nil }

    /// Whether `-o FORMAT` was looked for already.
    package var takesFormat = false

    /// The words, to be taken one after the other.
    package var words: Words { Words(arguments, options: takesFormat ? ["-o", "--output"] : []) }
}

/// What commands are for: help lists them group by group, in this order.
package enum CommandGroup: String, Sendable, CaseIterable {
    case asking, runs, service, display, shell, yours

    /// How help calls it.
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

    /// What its commands are about, in half a line.
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

/// The commands of a session, by their names.
package struct CommandTable: Sendable {
    /// All of them, in the order in which help lists them.
    package let all: [Command]
    /// Their names, without aliases.
    package let names: Set<String>

    package init(_ all: [Command]) {
        self.all = all
        names = Set(all.map(\.name))
    }

    /// The names and aliases.
    package var allNames: [String] { all.flatMap { [$0.name] + $0.aliases } }

    /// The command with this name or alias; nil if none has it.
    package func command(named name: String) -> Command? {
        all.first { $0.name == name || $0.aliases.contains(name) }
    }

    /// The command of that name or alias; an unknown name gets the nearest ones.
    /// - Parameters:
    ///   - others: other names that can stand in the place of a command's.
    ///   - hint: what to say of a name that is near to none.
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
