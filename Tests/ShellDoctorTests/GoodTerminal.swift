@testable import ShellDoctor

/// The checks of a terminal that can do everything, after a change.
func terminalChecks(_ change: (inout TerminalFacts) -> Void = { _ in }) -> [Check] {
    var facts = TerminalFacts()
    facts.type = "xterm-256color"
    (facts.columns, facts.rows) = (120, 40)
    facts.locale = .init(variable: "LANG", value: "en_US.UTF-8", encoding: "UTF-8")
    change(&facts)
    return Check.checks(of: facts)
}
