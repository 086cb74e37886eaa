import ShellInput
import ShellOutput

/// All commands, in the order in which help lists them.
enum CommandRegistry {
    static let all: [Command] = [
        .help, .crew, .status, .result, .steps, .bg, .jobs, .wait, .runs, .again, .save,
        .set, .unset, .context,
        .auth, .login, .logout, .profile, .ping,
        .format, .timing, .progress, .pager, .notify,
        .source, .edit, .history, .clear, .quit,
    ]

    /// Their names, without aliases.
    static let names = Set(all.map(\.name))

    /// The command of that name or alias; an unknown name gets the nearest ones.
    static func find(_ name: String) throws(Complaint) -> Command {
        if let command = all.first(where: { $0.name == name || $0.aliases.contains(name) }) { return command }
        if let meant = Habits.command(named: name) {
            throw .usage("There is no command :\(name).", advice: "Did you mean `:\(meant)`?")
        }
        let near = NearestNames.question(about: name, among: all.map(\.name), prefix: ":")
        throw .usage("There is no command :\(name).", advice: near ?? ":help lists the commands.")
    }
}
