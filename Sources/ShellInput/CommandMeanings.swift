/// Names of commands in other tools, mapped to the commands of this shell that people probably mean.
package enum CommandMeanings {
    /// The commands that a name may mean, most likely first.
    /// - Parameter commands: the names of existing commands; only these are returned.
    package static func commands(meantBy name: String, among commands: some Sequence<String>) -> [String] {
        let known = Set(commands)
        return (meanings[name.lowercased()] ?? []).filter(known.contains)
    }

    private static let meanings: [String: [String]] = {
        var meanings: [String: [String]] = [:]
        for (commands, names) in names {
            for name in names.split(separator: " ") { meanings[String(name)] = commands }
        }
        return meanings
    }()

    private static let names: [([String], String)] = [
        (["again"], "rerun retry redo repeat re-run resend replay"),
        (["save"], "export write w download store dump out output"),
        (["status"], "resume continue follow attach-to tail reattach fg monitor progress-of"),
        (["jobs"], "ps running active top queue"),
        (["wait"], "join"),
        // A run can't be cancelled from the shell, only left or looked at.
        (["jobs", "status"], "cancel kill stop abort terminate"),
        (["!"], "shell sh bash zsh exec run system terminal cmd"),
        (["chart"], "plot graph bar bars spark sparkline visualize visualise draw"),
        (["diff"], "compare changes delta difference"),
        (["copy"], "pbcopy yank y clip clipboard cp xclip"),
        (["report"], "share summary transcript notebook document publish html"),
        (["runs"], "list ls recent log logs search find all"),
        (["result"], "show answer cat view print get fetch open last output-of"),
        (["steps"], "sql query queries trace tools tasks details explain inspect debug"),
        (["crew"], "agent agents use model switch crews types"),
        (["set"], "input inputs param params var vars variable let"),
        (["unset"], "reset delete-input"),
        (["bg"], "background async spawn detach submit"),
        (["define"], "alias template macro prompt-template name remember"),
        (["forget"], "undefine unalias"),
        (["each"], "foreach map batch for loop"),
        (["watch"], "every poll schedule repeat-every interval"),
        (["session"], "sessions topic project workspace rename"),
        (["context"], "memory conversation carry remember-last"),
        (["attach"], "file add upload include-file paste"),
        (["auth"], "whoami me user account identity token who"),
        (["login"], "signin sign-in log-in authenticate connect"),
        (["logout"], "signout sign-out log-out"),
        (["profile"], "config settings host server env environment c"),
        (["doctor", "ping"], "check diagnose diagnostics health selftest support"),
        (["ping"], "test up alive latency"),
        (["about"], "version info files paths"),
        (["source"], "include i load read import script"),
        (["history"], "hist s"),
        (["edit"], "e editor vi vim nano"),
        (["format"], "mode style pset display as"),
        (["clear"], "cls"),
        (["notify"], "bell beep alert"),
        (["pager"], "less more pages"),
        (["timing"], "timer time times"),
        (["quit"], "leave bye close end"),
        (["help"], "commands man usage manual"),
    ]
}
