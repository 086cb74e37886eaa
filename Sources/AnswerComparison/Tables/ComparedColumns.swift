import ShellText

/// The columns of two tables, matched by name, or by position if they have no titles.
struct ComparedColumns: Sendable, Equatable {
    /// A column that is in both tables.
    struct Shared: Sendable, Equatable {
        /// The name in the new table.
        let name: String
        let old: Int
        let new: Int
    }

    /// A column that is in only one table.
    struct Single: Sendable, Equatable {
        let name: String
        let place: Int
    }

    /// The columns of both tables, in the order of the new one.
    var shared: [Shared]
    var added: [Single]
    var removed: [Single]

    init(_ old: ResultTable, _ new: ResultTable) {
        let (oldNames, newNames) = (Self.names(of: old), Self.names(of: new))
        // Columns with the same name are matched in order.
        var places: [String: [Int]] = [:]
        for place in oldNames.indices.reversed() { places[oldNames[place], default: []].append(place) }
        shared = []
        added = []
        var isShared = [Bool](repeating: false, count: oldNames.count)
        for (place, name) in newNames.enumerated() {
            if let before = places[name]?.popLast() {
                shared.append(Shared(name: name, old: before, new: place))
                isShared[before] = true
            } else {
                added.append(Single(name: name, place: place))
            }
        }
        removed = oldNames.indices.filter { !isShared[$0] }.map { Single(name: oldNames[$0], place: $0) }
    }

    /// Records a removed and an added column as one renamed column.
    mutating func join(_ old: Single, _ new: Single) {
        removed.removeAll { $0 == old }
        added.removeAll { $0 == new }
        shared.append(Shared(name: new.name, old: old.place, new: new.place))
        shared.sort { $0.new < $1.new }
    }

    /// Returns the titles, with placeholders for missing ones.
    static func names(of table: ResultTable) -> [String] {
        (0..<table.columnCount).map { $0 < table.columns.count ? table.columns[$0] : "column \($0 + 1)" }
    }
}
