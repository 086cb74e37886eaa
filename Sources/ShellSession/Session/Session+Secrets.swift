import RunJournal
import ShellInput
import ShellRuns
import TypedRequests

/// Detecting lines that must not be stored.
extension Session {
    /// Whether a line may give a value to a variable of a template that the session hasn't read yet.
    nonisolated func mayHoldSensitiveValue(_ step: StatementParser.Step) -> Bool {
        guard case .statement(let statement) = step else { return false }
        switch statement.content {
        case .request: return true
        case .command(let name, let arguments):
            if arguments.isBlank { return false }
            let isBuiltIn = surroundings.commands.command(named: name) != nil
            return !isBuiltIn || ["crew", "template"].contains(name) || arguments.contains("=")
        case .text, .refusal: return false
        }
    }

    /// Whether an entry contains a secret of the session or a value of a sensitive variable.
    func holdsSecret(_ rows: [String], of step: StatementParser.Step) -> Bool {
        let cover = runs.secretCover
        if rows.contains(where: { cover.covered($0) != $0 }) { return true }
        if rows.contains(where: { SensitiveValues.areGiven(to: sensitiveNames, in: $0) }) { return true }
        // Without the templates, it is unknown which values are sensitive.
        guard crews.templates == nil, case .statement(let statement) = step else { return false }
        return switch statement.content {
        case .command("template", let arguments): arguments.contains("=")
        default: false
        }
    }
}
