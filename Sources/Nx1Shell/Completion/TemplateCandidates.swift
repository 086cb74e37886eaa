import LineEditor
import Nx1Client
import ShellInput
import ShellText
import TypedRequests

/// Completion candidates for templates: names, then variables, then the choices of a variable.
struct TemplateCandidates {
    let templates: [CrewTemplate]

    /// The names of all templates.
    var names: [Candidate] {
        templates.map { template in
            Candidate(
                text: template.quotedName, note: template.description.map(VisibleText.visibleLine))
        }
    }

    /// The candidates after a template's name; nil if the words don't name a template.
    func answer(to typed: TypedCommand) -> CompletionAnswer? {
        guard typed.finished.count > 1,
            let template = templates.first(where: { [$0.quotedName, $0.id].contains(typed.finished[1]) })
        else { return nil }
        let word = typed.word
        let candidates: [Candidate]
        if let equals = word.firstIndex(of: "=") {
            let name = word[..<equals].prefix { $0 != ":" }
            let typedValue = word[word.index(after: equals)...].drop { $0 == "\"" }
            let choices = (template.variable(named: String(name))?.choices ?? []).map { choice in
                (value: choice.value.string ?? choice.value.serialized(), label: choice.label)
            }.filter { $0.value.hasPrefix(typedValue) }
            // Quote all choices or none, so that their common prefix doesn't end at a quote.
            let quote = choices.contains { $0.value.contains(where: \.isWhitespace) } ? "\"" : ""
            candidates = choices.map {
                Candidate(text: word[...equals] + quote + $0.value + quote, note: $0.label)
            }
            return CompletionAnswer(replacing: word.count, candidates: candidates)
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
