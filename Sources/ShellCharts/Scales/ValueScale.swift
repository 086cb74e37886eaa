#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A scale that maps values to fractions from 0 to 1.
struct ValueScale: Equatable {
    let range: ClosedRange<Double>
    let isLogarithmic: Bool
    /// The ticks, at round numbers.
    let ticks: [Double]

    /// Returns a scale for bars, which start at 0, or on a logarithmic scale at a power of ten below all values.
    static func forBars(_ values: ClosedRange<Double>, isLogarithmic: Bool, ticks count: Int) -> ValueScale {
        if isLogarithmic {
            let low = values.lowerBound
            var base = pow(10, log10(low).rounded(.down))
            // Even the smallest bar needs a length.
            if base >= low * 0.999 { base /= 10 }
            let range = base...max(values.upperBound, low)
            return ValueScale(range: range, isLogarithmic: true, ticks: LogarithmicTicks(range).inside)
        }
        var range = min(0, values.lowerBound)...max(0, values.upperBound)
        if range.lowerBound == range.upperBound { range = 0...1 }
        return ValueScale(
            range: range, isLogarithmic: false, ticks: RoundTicks(range, about: count).inside)
    }

    /// Returns a scale for points between two round numbers. It starts at 0 unless that would flatten the data.
    static func forPoints(_ values: ClosedRange<Double>, isLogarithmic: Bool, ticks count: Int) -> ValueScale
    {
        if isLogarithmic {
            let ticks = LogarithmicTicks(values).enclosing
            let range = (ticks.first ?? values.lowerBound)...(ticks.last ?? values.upperBound)
            return ValueScale(
                range: range.lowerBound < range.upperBound
                    ? range : range.lowerBound / 10...range.upperBound * 10,
                isLogarithmic: true, ticks: ticks)
        }
        var (low, high) = (values.lowerBound, values.upperBound)
        if low > 0, low < high / 2 || low == high { low = 0 }
        if high < 0, high > low / 2 || low == high { high = 0 }
        if low == high { (low, high) = (0, 1) }
        let ticks = RoundTicks(low...high, about: count).enclosing
        return ValueScale(
            range: (ticks.first ?? low)...max(ticks.last ?? high, high), isLogarithmic: false, ticks: ticks)
    }

    /// Returns a scale from the smallest to the largest value, with ticks at round numbers.
    static func along(_ values: ClosedRange<Double>, ticks count: Int) -> ValueScale {
        ValueScale(range: values, isLogarithmic: false, ticks: RoundTicks(values, about: count).inside)
    }

    /// Returns the position of a value: 0 at the lower end, 1 at the upper end.
    func fraction(of value: Double) -> Double {
        let place: Double
        if isLogarithmic {
            let low = log10(range.lowerBound)
            place = (log10(value) - low) / (log10(range.upperBound) - low)
        } else {
            let (low, high) = (range.lowerBound / 2, range.upperBound / 2)
            place = high > low ? (value / 2 - low) / (high - low) : 0.5
        }
        return place.isNaN ? 0.5 : min(max(place, 0), 1)
    }
}
