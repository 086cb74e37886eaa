import ShellInput
import ShellOutput
package import ShellSession

/// All commands, in help order.
package enum CommandRegistry {
    package static let all: [Command] = [
        .help, .crew, .template, .each, .status, .result, .steps, .bg, .jobs, .wait, .runs, .again, .diff,
        .chart,
        .save,
        .report,
        .copy,
        .attach, .set, .unset, .context, .define, .forget, .watch,
        .auth, .login, .logout, .profile, .ping, .doctor,
        .format, .timing, .progress, .pager, .notify,
        .session, .about, .source, .edit, .history, .clear, .program, .quit,
    ]

    /// The commands, looked up by name.
    static let table = CommandTable(all)
}
