/// The unique column names of a row, in order. Rows with the same names share them.
package final class RowColumns: Sendable, Equatable {
    package let names: [String]
    private let places: [String: Int]

    /// Why names aren't valid column names.
    package enum Flaw: Error, Sendable, Equatable {
        /// The name occurs more than once.
        case duplicate(String)
        /// The column at this index, from 0, has an empty name.
        case unnamed(Int)
    }

    /// - Throws: the first ``Flaw`` in the names.
    package init(_ names: [String]) throws(Flaw) {
        var places: [String: Int] = [:]
        places.reserveCapacity(names.count)
        for (place, name) in names.enumerated() {
            if name.isEmpty { throw .unnamed(place) }
            guard places.updateValue(place, forKey: name) == nil else { throw .duplicate(name) }
        }
        self.names = names
        self.places = places
    }

    /// The index of a column, from 0; nil if there is none with that name.
    package func place(of name: String) -> Int? { places[name] }

    package static func == (one: RowColumns, other: RowColumns) -> Bool {
        one === other || one.names == other.names
    }
}
