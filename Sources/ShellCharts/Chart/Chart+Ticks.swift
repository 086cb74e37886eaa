import Nx1Events

extension Chart {
    /// Returns the ticks of the x axis within a range.
    /// - Parameter count: the approximate number of ticks.
    func axisTicks(_ range: ClosedRange<Double>, about count: Int) -> [AxisTick] {
        switch axis {
        case .names:
            let step = max(1, (positions.count + max(1, count) - 1) / max(1, count))
            return stride(from: 0, to: positions.count, by: step).map {
                AxisTick(position: positions[$0], label: label(of: $0))
            }
        case .ordinals:
            let (first, last) = (Int(clamping: range.lowerBound), Int(clamping: range.upperBound))
            guard last >= first, last - first < 100 else { return [] }
            let step = max(1, (last - first + max(1, count)) / max(1, count))
            return stride(from: first, through: last, by: step).map {
                AxisTick(position: Double($0), label: axisText(of: Double($0)))
            }
        case .numbers(let unit):
            let ticks = RoundTicks(range, about: count).inside
            let text = NumberText(unit: unit, ticks: ticks)
            return ticks.map { AxisTick(position: $0, label: text.text($0)) }
        case .times(let resolution):
            return TimeTicks(range, resolution, about: count).ticks
        }
    }
}
