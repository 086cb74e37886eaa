package import Nx1Events

/// The steps of a run as the journal stores them: each followed by its children, without chunks of streamed text.
package struct StoredSteps: Sendable, Hashable {
    package var steps: [RunStep]
    /// The number of steps that were dropped to stay within the limit.
    package var dropped = 0

    /// A JSON array of the steps.
    var text: String {
        "[" + steps.map { $0.json.serialized() }.joined(separator: ",") + "]"
    }

    package init(_ steps: [RunStep], dropped: Int = 0) {
        self.steps = steps
        self.dropped = dropped
    }

    /// Parses ``text``, skipping elements that aren't steps.
    init?(text: String, dropped: Int) {
        guard let elements = (try? JSONValue(parsing: text))?.array else { return nil }
        self.init(elements.compactMap(RunStep.init), dropped: dropped)
    }

    /// The same steps with all secrets masked.
    package func covered(by cover: SecretCover) -> StoredSteps {
        StoredSteps(steps.map(cover.covered), dropped: dropped)
    }

    /// The same steps with only the session's own secrets masked.
    package func masked(by cover: SecretCover) -> StoredSteps {
        StoredSteps(steps.map(cover.masked), dropped: dropped)
    }
}

extension SecretCover {
    /// A step with secrets masked in its texts, arguments and output.
    fileprivate func covered(_ step: RunStep) -> RunStep {
        step.replacing(texts: covered, values: coveredDeeply)
    }

    /// A step with the session's own secrets masked.
    fileprivate func masked(_ step: RunStep) -> RunStep { step.replacing(texts: mask, values: masked) }

    private func masked(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(mask(text))
        case .array(let values): .array(values.map(masked))
        case .object(let object): .object(JSONObject(object.map { ($0, masked($1)) }))
        case .null, .bool, .number: value
        }
    }

    /// A value with secrets masked, including those in JSON inside a string, which is how tools often receive and
    /// return it.
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
    /// The maximum size of a run's steps in the journal, in bytes.
    static let mostBytes = 512 << 10

    /// The lengths to which texts are truncated, in turn, until the steps fit.
    private static let caps = [16 << 10, 4 << 10, 1 << 10]

    /// The steps in at most `most` bytes: the longest texts are truncated first, then the oldest steps are dropped.
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

    /// The size of the brackets and the steps with their commas.
    private static func total(_ sizes: [Int]) -> Int { sizes.reduce(2, +) }

    /// Drops the oldest steps, those without children first.
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
    /// The size in the journal, in bytes, including a comma.
    fileprivate var size: Int { json.serialized().utf8.count + 1 }

    /// Truncates each text to `cap` bytes, and marks the step as truncated.
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
    /// Merges these stored steps with those of a later watch of the same run.
    ///
    /// Steps are matched by id. The newer one wins, unless only the older one has ended. Steps that the later watch
    /// didn't see stay before their siblings. Ids that are process-local numbers (`#12`) mean nothing in another
    /// process: if there are any, the longer list wins.
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

    /// The steps, each followed by its children; siblings keep their order.
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
        // A cycle of parents can't be reached from the top.
        return ordered + steps.filter { depths[$0.id] == nil }
    }
}

extension RunStep {
    /// The step with replaced texts, arguments and output.
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
