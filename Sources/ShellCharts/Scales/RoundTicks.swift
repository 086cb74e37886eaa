import Nx1Events

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Ticks at round numbers: multiples of 1, 2 or 5 times a power of ten.
struct RoundTicks: Equatable {
    /// The ticks within the range.
    let inside: [Double]
    /// The ticks that enclose the range.
    let enclosing: [Double]

    /// The maximum number of ticks, since rounding can go wrong in a narrow range of large numbers.
    private static let most = 60

    /// - Parameter count: the approximate number of ticks, at least 1.
    init(_ range: ClosedRange<Double>, about count: Int) {
        let (low, high) = (range.lowerBound, range.upperBound)
        // Use halves, since the difference of two numbers may overflow a `Double`.
        let step = Self.step(atLeast: (high / 2 - low / 2) / Double(max(1, count)) * 2)
        let (first, last) = ((low / step).rounded(.down), (high / step).rounded(.up))
        guard step.isFinite, step > 0, last - first <= Double(Self.most), first.magnitude < 1e15,
            last.magnitude < 1e15
        else {
            inside = low == high ? [low] : [low, high]
            enclosing = inside
            return
        }
        let ticks = (0...Int(clamping: last - first)).map { Self.multiple(first + Double($0), of: step) }
        enclosing = ticks
        inside = ticks.filter { $0 >= low && $0 <= high }
    }

    /// Returns the smallest of 1, 2 and 5 times a power of ten that isn't below a width.
    private static func step(atLeast width: Double) -> Double {
        guard width > 0, width.isFinite else { return width == 0 ? 1 : width }
        let power = pow(10, log10(width).rounded(.down))
        for factor in [1.0, 2, 5] where factor * power >= width * (1 - 1e-9) { return factor * power }
        return 10 * power
    }

    /// Returns a multiple without the rounding error of factors such as 0.1.
    private static func multiple(_ count: Double, of step: Double) -> Double {
        step < 1 ? count / (1 / step).rounded() : count * step
    }
}

/// Ticks of a logarithmic scale: powers of ten, and their doubles and quintuples if there are only a few.
struct LogarithmicTicks: Equatable {
    let inside: [Double]
    let enclosing: [Double]

    /// - Parameter range: a range of positive numbers.
    init(_ range: ClosedRange<Double>) {
        let low = log10(max(range.lowerBound, .leastNormalMagnitude)).rounded(.down)
        let high = log10(max(range.upperBound, .leastNormalMagnitude)).rounded(.up)
        // Skip decades if there are many.
        let stride = max(1, ((high - low) / 8).rounded(.up))
        var ticks: [Double] = []
        var power = low
        while power <= high {
            let factors = high - low <= 2 && power < high ? [1.0, 2, 5] : [1.0]
            ticks += factors.map { $0 * pow(10, power) }.filter(\.isFinite)
            power += stride
        }
        inside = ticks.filter { $0 >= range.lowerBound && $0 <= range.upperBound }
        let first = ticks.lastIndex { $0 <= range.lowerBound } ?? 0
        let last = ticks.firstIndex { $0 >= range.upperBound } ?? ticks.count - 1
        enclosing = ticks.isEmpty ? [range.lowerBound] : Array(ticks[min(first, last)...max(first, last)])
    }
}
