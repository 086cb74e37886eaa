package import Nx1Steps
import Nx1Values

/// The steps of a run as the journal stores them: each followed by those inside it, without pieces of text.
package struct StoredSteps: Sendable, Hashable {
    package var steps: [RunStep]
    /// The number of steps that were dropped to stay within the bound.
    package var dropped = 0

    /// A JSON array of the steps.
    var text: String {
        "[" + steps.map { $0.json.serialized() }.joined(separator: ",") + "]"
    }

    package init(_ steps: [RunStep], dropped: Int = 0) {
        self.steps = steps
        self.dropped = dropped
    }

    /// Reads what ``text`` has written; elements that aren't steps are left out.
    init?(text: String, dropped: Int) {
        guard let elements = (try? JSONValue(parsing: text))?.array else { return nil }
        self.init(elements.compactMap(RunStep.init), dropped: dropped)
    }

    /// The same steps without the secrets in them.
    package func covered(by cover: SecretCover) -> StoredSteps {
        StoredSteps(steps.map(cover.covered), dropped: dropped)
    }
}

extension SecretCover {
    /// A step without secrets in its texts, arguments and output.
    fileprivate func covered(_ step: RunStep) -> RunStep {
        var step = step
        step.name = covered(step.name)
        step.agent = step.agent.map(covered)
        step.note = step.note.map(covered)
        step.error = step.error.map(covered)
        step.arguments = step.arguments.map(coveredDeeply)
        step.output = step.output.map(coveredDeeply)
        return step
    }

    /// A value without secrets, which may also stand in JSON inside a string: tools get and return much of it that way.
    private func coveredDeeply(_ value: JSONValue) -> JSONValue {
        guard let text = value.string else { return covered(value) }
        guard let first = text.first(where: { !$0.isWhitespace }), "{[".contains(first),
            let inner = try? JSONValue(parsing: text)
        else { return .string(mask(text)) }
        let safe = covered(inner)
        return .string(safe == inner ? mask(text) : safe.serialized())
    }
}
