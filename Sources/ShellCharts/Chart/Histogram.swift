import Nx1Events

/// The number of values in each of several bins.
struct Histogram {
    private(set) var series: [ChartSeries] = []
    private(set) var labels: [String] = []

    /// The maximum number of bins.
    private static let mostBins = 20

    init(_ columns: [ChartSeries], isLogarithmic: Bool) throws(ChartRefusal) {
        let ranges = columns.compactMap(\.range)
        guard let first = ranges.first else { throw ChartRefusal("There are no numbers to draw.") }
        let range = ranges.reduce(first) {
            min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound)
        }
        let count = columns.reduce(0) { max($0, $1.values.count { $0 != nil }) }
        let edges = isLogarithmic ? Self.logarithmic(range) : Self.linear(range, count)
        let number = NumberText(unit: columns[0].unit, ticks: edges)
        labels = zip(edges, edges.dropFirst()).map {
            "\(number.textWithoutUnitBehind($0)) to \(number.text($1))"
        }
        series = columns.map { column in
            var counts = [Int](repeating: 0, count: labels.count)
            for case let value? in column.values { counts[Self.bin(of: value, edges)] += 1 }
            return ChartSeries(
                name: column.name, unit: "", values: counts.map(Double.init), texts: counts.map(\.grouped))
        }
    }

    /// Returns edges at round numbers, with a bin count by Sturges' rule, doubled for large tables.
    private static func linear(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
        var wanted = 1
        while wanted < 40, 1 << wanted < count { wanted += 1 }
        let ticks = RoundTicks(
            range, about: min(Self.mostBins, count < 20 ? 5 : max(10, count > 1000 ? wanted * 2 : wanted + 1))
        )
        let edges = ticks.enclosing
        return edges.count > 1 ? edges : [edges[0], edges[0] + 1]
    }

    private static func logarithmic(_ range: ClosedRange<Double>) -> [Double] {
        let edges = LogarithmicTicks(range).enclosing
        return edges.count > 1 ? edges : [edges[0], edges[0] * 10]
    }

    /// Returns the bin of a value. The last bin includes its upper edge.
    private static func bin(of value: Double, _ edges: [Double]) -> Int {
        var (low, high) = (0, edges.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if edges[middle] <= value { low = middle } else { high = middle }
        }
        return low
    }
}
