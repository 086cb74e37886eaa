package import Nx1Events

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

    /// The same steps with the session's own secrets covered, and everything else as it came.
    package func masked(by cover: SecretCover) -> StoredSteps {
        StoredSteps(steps.map(cover.masked), dropped: dropped)
    }
}

extension SecretCover {
    /// A step without secrets in its texts, arguments and output.
    fileprivate func covered(_ step: RunStep) -> RunStep {
        step.replacing(texts: covered, values: coveredDeeply)
    }

    /// A step without the session's own secrets.
    fileprivate func masked(_ step: RunStep) -> RunStep { step.replacing(texts: mask, values: masked) }

    private func masked(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(mask(text))
        case .array(let values): .array(values.map(masked))
        case .object(let object): .object(JSONObject(object.map { ($0, masked($1)) }))
        case .null, .bool, .number: value
        }
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

extension StoredSteps {
    /// The most bytes that the steps of one run take in the journal.
    static let mostBytes = 512 << 10

    /// The lengths to which texts are cut, one after the other, until the steps fit.
    private static let caps = [16 << 10, 4 << 10, 1 << 10]

    /// The steps in at most `most` bytes: the longest texts are cut first, then the oldest steps are dropped.
    package func bounded(to most: Int = mostBytes) -> StoredSteps {
        var bounded = self
        var sizes = steps.map(\.size)
        for cap in Self.caps where Self.total(sizes) > most {
            for index in sizes.indices where sizes[index] > cap {
                bounded.steps[index].cutTexts(to: cap)
                sizes[index] = bounded.steps[index].size
            }
        }
        if Self.total(sizes) > most { bounded.dropOldest(sizes, to: most) }
        return bounded
    }

    /// The brackets, and the steps with a comma each.
    private static func total(_ sizes: [Int]) -> Int { sizes.reduce(2, +) }

    /// Drops steps that have nothing inside them, then others, the oldest first.
    private mutating func dropOldest(_ sizes: [Int], to most: Int) {
        let parents = Set(steps.compactMap(\.parent))
        func isBefore(_ left: Int, _ right: Int) -> Bool {
            let (first, second) = (steps[left].began ?? .min, steps[right].began ?? .min)
            return first == second ? left < right : first < second
        }
        let isOuter = steps.map { parents.contains($0.id) }
        let order =
            steps.indices.filter { !isOuter[$0] }.sorted(by: isBefore)
            + steps.indices.filter { isOuter[$0] }.sorted(by: isBefore)
        var total = Self.total(sizes)
        var gone: Set<Int> = []
        for index in order {
            guard total > most else { break }
            total -= sizes[index]
            gone.insert(index)
        }
        dropped += gone.count
        steps = steps.indices.filter { !gone.contains($0) }.map { steps[$0] }
    }
}

extension RunStep {
    /// How many bytes it takes in the journal, with the comma behind it.
    fileprivate var size: Int { json.serialized().utf8.count + 1 }

    /// Cuts each text to so many bytes, and says so.
    fileprivate mutating func cutTexts(to cap: Int) {
        let whole = self
        name = Self.cut(name, to: cap)
        agent = agent.map { Self.cut($0, to: cap) }
        note = note.map { Self.cut($0, to: cap) }
        error = error.map { Self.cut($0, to: cap) }
        failures = failures.map { Self.cut($0, to: cap / 4) }
        arguments = arguments.map { Self.cut($0, to: cap) }
        output = output.map { Self.cut($0, to: cap) }
        if self != whole { isCut = true }
    }
}

extension StoredSteps {
    /// These steps, stored when the run was watched before, together with those of a later watching.
    ///
    /// A step is known by its id. The newer one counts, unless only the older has ended. Steps that the later watching
    /// didn't see stay in front of their siblings. Ids that are numbers of a process (`#12`) say nothing in another
    /// process: where there are any, the longer list counts.
    package func merging(_ newer: StoredSteps) -> StoredSteps {
        guard !hasNumbers, !newer.hasNumbers else { return steps.count > newer.steps.count ? self : newer }
        let known = Dictionary(steps.map { ($0.id, $0) }) { $1 }
        let seen = Set(newer.steps.map(\.id))
        let merged =
            steps.filter { !seen.contains($0.id) }
            + newer.steps.map { step in
                guard step.state == .working, let old = known[step.id], old.state != .working else {
                    return step
                }
                return old
            }
        return StoredSteps(Self.treeOrder(merged), dropped: max(dropped, newer.dropped))
    }

    private var hasNumbers: Bool { steps.contains { $0.id.hasPrefix("#") } }

    /// The steps with each followed by those inside it; siblings keep their order.
    private static func treeOrder(_ steps: [RunStep]) -> [RunStep] {
        let ids = Set(steps.map(\.id))
        var children: [String: [RunStep]] = [:]
        var waiting: [RunStep] = []
        for step in steps {
            if let parent = step.parent, ids.contains(parent), parent != step.id {
                children[parent, default: []].append(step)
            } else {
                waiting.append(step)
            }
        }
        waiting.reverse()
        var ordered: [RunStep] = []
        var depths: [String: Int] = [:]
        while var step = waiting.popLast() {
            guard depths[step.id] == nil else { continue }
            step.depth = step.parent.flatMap { depths[$0] }.map { $0 + 1 } ?? 0
            depths[step.id] = step.depth
            ordered.append(step)
            waiting += (children[step.id] ?? []).reversed()
        }
        // A circle of parents has no way in from the top.
        return ordered + steps.filter { depths[$0.id] == nil }
    }
}

extension RunStep {
    /// The step with other texts, arguments and output.
    fileprivate func replacing(
        texts: (String) -> String, values: (JSONValue) -> JSONValue
    ) -> RunStep {
        var step = self
        step.name = texts(name)
        step.agent = agent.map(texts)
        step.note = note.map(texts)
        step.error = error.map(texts)
        step.failures = failures.map(texts)
        step.arguments = arguments.map(values)
        step.output = output.map(values)
        return step
    }
}
