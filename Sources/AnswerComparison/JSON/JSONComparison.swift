package import Nx1Events

/// A comparison of two JSON values by path.
///
/// The order of members doesn't matter, and neither does the notation of numbers. Equal array elements are matched in
/// order; between them, elements at the same position are compared, and the rest are added or removed. Removed values
/// are listed under their old path.
package struct JSONComparison: Sendable, Equatable {
    /// A changed value.
    package struct Change: Sendable, Equatable {
        package let path: JSONPath
        /// The old value; nil if it was added.
        package let old: JSONValue?
        /// The new value; nil if it was removed.
        package let new: JSONValue?
    }

    /// The changes, in the order of the new value.
    package private(set) var changes: [Change] = []

    /// A pair of values to compare, or a known change.
    private enum Task {
        case compare(JSONPath, JSONValue, JSONValue)
        case found(Change)
    }

    package init(_ old: JSONValue, _ new: JSONValue) {
        var tasks: [Task] = [.compare(JSONPath(), old, new)]
        while let task = tasks.popLast() {
            switch task {
            case .found(let change): changes.append(change)
            case .compare(let path, .object(let old), .object(let new)):
                tasks += Self.compare(old, new, at: path).reversed()
            case .compare(let path, .array(let old), .array(let new)):
                tasks += Self.compare(old, new, at: path).reversed()
            case .compare(let path, let old, let new):
                if !Self.isSame(old, new) { changes.append(Change(path: path, old: old, new: new)) }
            }
        }
    }

    /// Whether the values are the same.
    package var isSame: Bool { changes.isEmpty }

    private static func isSame(_ old: JSONValue, _ new: JSONValue) -> Bool {
        if old == new { return true }
        guard let old = old.number, let new = new.number else { return false }
        if let old = old.int, let new = new.int { return old == new }
        // A `Double` can't distinguish numbers with more digits.
        guard old.literal.utf8.count <= 15, new.literal.utf8.count <= 15 else { return false }
        return old.double == new.double
    }

    private static func compare(_ old: JSONObject, _ new: JSONObject, at path: JSONPath) -> [Task] {
        let oldMembers = Dictionary(old.map { ($0.key, $0.value) }) { $1 }
        var newMembers = Dictionary(new.map { ($0.key, $0.value) }) { $1 }
        var tasks: [Task] = []
        for (key, _) in new {
            guard let value = newMembers.removeValue(forKey: key) else { continue }
            let path = path.member(key)
            if let before = oldMembers[key] {
                tasks.append(.compare(path, before, value))
            } else {
                tasks.append(.found(Change(path: path, old: nil, new: value)))
            }
        }
        let names = Set(new.map(\.key))
        var seen: Set<String> = []
        for (key, _) in old where !names.contains(key) && seen.insert(key).inserted {
            tasks.append(.found(Change(path: path.member(key), old: oldMembers[key], new: nil)))
        }
        return tasks
    }

    private static func compare(_ old: [JSONValue], _ new: [JSONValue], at path: JSONPath) -> [Task] {
        var numbers: [JSONValue: Int] = [:]
        func number(_ value: JSONValue) -> Int {
            if let number = numbers[value] { return number }
            numbers[value] = numbers.count
            return numbers.count - 1
        }
        let matching = SequenceMatching(old.map(number), new.map(number))
        var tasks: [Task] = []
        var (oldStart, newStart) = (0, 0)
        for pair in matching.pairs + [.init(old: old.count, new: new.count)] {
            let shared = min(pair.old - oldStart, pair.new - newStart)
            for offset in 0..<shared {
                let place = newStart + offset
                tasks.append(.compare(path.element(place), old[oldStart + offset], new[place]))
            }
            for place in (oldStart + shared)..<pair.old {
                tasks.append(.found(Change(path: path.element(place), old: old[place], new: nil)))
            }
            for place in (newStart + shared)..<pair.new {
                tasks.append(.found(Change(path: path.element(place), old: nil, new: new[place])))
            }
            (oldStart, newStart) = (pair.old + 1, pair.new + 1)
        }
        return tasks
    }
}
