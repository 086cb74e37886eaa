import Nx1Events

extension Chart {
    /// Returns the chart with a dense line reduced to the means of `count` intervals, and a remark that says so.
    /// - Parameter count: the number of intervals along the axis.
    func binned(into count: Int) -> Chart {
        guard kind == .line, positions.count > 2 * count, count > 0, let first = positions.first,
            let last = positions.last, last > first
        else { return self }
        let width = last / 2 - first / 2
        let bins = positions.map {
            min(count - 1, Int(clamping: ($0 / 2 - first / 2) / width * Double(count)))
        }
        var counts = [Int](repeating: 0, count: count)
        for bin in bins { counts[bin] += 1 }
        let used = counts.indices.filter { counts[$0] > 0 }
        let places = used.map { first + (Double($0) + 0.5) / Double(count) * width * 2 }
        let binned = series.map { series in
            var sums = [Double](repeating: 0, count: count)
            var numbers = [Int](repeating: 0, count: count)
            for (row, value) in series.values.enumerated() {
                guard let value else { continue }
                // A running mean, since a sum may overflow.
                numbers[bins[row]] += 1
                sums[bins[row]] += (value - sums[bins[row]]) / Double(numbers[bins[row]])
            }
            return ChartSeries(
                name: series.name, unit: series.unit, values: used.map { numbers[$0] > 0 ? sums[$0] : nil })
        }
        var chart = self
        chart.positions = places
        chart.series = binned
        // Each interval is labeled with its first row.
        if !labels.isEmpty {
            chart.labels = used.map { bin in bins.firstIndex(of: bin).map { labels[$0] } ?? "" }
        }
        chart.remarks.append(
            "\(rowCount.counted("row")) are drawn as \(places.count.grouped) points, each the mean of its rows."
        )
        return chart
    }
}
