package import Nx1Events

/// Two JSON values by the paths in them.
///
/// The order of members doesn't count, and a number is the same however it is written. Elements of arrays that are equal are matched
/// wherever they stand in their order; of what lies between them, elements at the same place are compared, and the others are added
/// or removed. The path of what was removed is the one that it had.
package struct JSONComparison: Sendable, Equatable {
    /// A value that is not what it was.
    package struct Change: Sendable, Equatable {
        package let path: JSONPath
        /// What it was; nil if it was added.
        package let old: JSONValue?
        /// What it is; nil if it was removed.
        package let new: JSONValue?
    }

    /// In the order of the new value.
    package private(set) var changes: [Change] = []

    /// A pair of values that is to be compared, or a change that is known.
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
        // With more digits a `Double` doesn't tell two numbers apart.
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
