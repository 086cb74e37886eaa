import ShellInput
import ShellOutput

/// The commands of a session, by their names.
struct CommandTable: Sendable {
    /// All of them, in the order in which help lists them.
    let all: [Command]
    /// Their names, without aliases.
    let names: Set<String>

    init(_ all: [Command]) {
        self.all = all
        names = Set(all.map(\.name))
    }

    /// The command of that name or alias; an unknown name gets the nearest ones.
    func find(_ name: String) throws(Complaint) -> Command {
        if let command = all.first(where: { $0.name == name || $0.aliases.contains(name) }) { return command }
        if let meant = ForeignCommands.command(named: name) {
            throw .usage("There is no command :\(name).", advice: "Did you mean `:\(meant)`?")
        }
        let near = NearestNames.question(about: name, among: all.map(\.name), prefix: ":")
        throw .usage("There is no command :\(name).", advice: near ?? ":help lists the commands.")
    }
}
