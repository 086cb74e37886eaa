import LineEditor
import Nx1Client
import ShellInput
import ShellText
import TypedRequests

/// What Tab offers of templates: names, then variables, then the choices of a variable.
struct TemplateCandidates {
    let templates: [CrewTemplate]

    /// The names of all templates.
    var names: [Candidate] {
        templates.map { template in
            Candidate(
                text: template.quotedName, note: template.description.map(VisibleText.visibleLine))
        }
    }

    /// What can stand behind a template's name; nil if the words name no template.
    func answer(to typed: TypedCommand) -> CompletionAnswer? {
        guard typed.finished.count > 1,
            let template = templates.first(where: {
                typed.finished[1] == $0.name || typed.finished[1] == $0.id
            })
        else { return nil }
        let word = typed.word
        let candidates: [Candidate]
        if let equals = word.firstIndex(of: "=") {
            var name = word[..<equals]
            if name.last == ":" { name.removeLast() }
            let head = word[...equals]
            candidates = (template.variable(named: String(name))?.choices ?? []).map { choice in
                let value = choice.value.string ?? choice.value.serialized()
                let isQuoted = value.contains(where: \.isWhitespace)
                return Candidate(text: head + (isQuoted ? "\"\(value)\"" : value), note: choice.label)
            }
        } else {
            let given = Set(typed.finished.dropFirst(2).map { $0.prefix { $0 != "=" && $0 != ":" } })
            candidates = template.variables.filter { !given.contains($0.name[...]) }.map {
                Candidate(text: $0.name + "=", note: $0.label.map(VisibleText.visibleLine), isFinal: false)
            }
        }
        return CompletionAnswer(
            replacing: word.count, candidates: candidates.filter { $0.text.hasPrefix(word) })
    }
}
