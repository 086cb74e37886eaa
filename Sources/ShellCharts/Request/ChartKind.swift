/// A kind of chart.
package enum ChartKind: String, Sendable, Hashable, CaseIterable {
    case bar, line, scatter, histogram

    /// Creates the kind with a name, ignoring case.
    /// - Throws: ``ChartRefusal`` for an unknown name.
    package init(named name: String) throws(ChartRefusal) {
        guard let kind = ChartKind(rawValue: name.lowercased()) else {
            throw ChartRefusal(
                "Unknown chart kind \"\(name)\".",
                advice: "The kinds are \(Self.allCases.map(\.rawValue).listed).")
        }
        self = kind
    }
}
