import Nx1Events

/// The even steps of a months, quarters, years or days axis, including the missing ones.
struct AxisSteps {
    private let axis: ChartAxis
    private let first: Int
    private let step: Int
    /// The number of steps from the first to the last.
    let count: Int

    /// Returns nil for an axis without even steps.
    init?(_ axis: ChartAxis, _ positions: [Double]) {
        let places = positions.compactMap { Self.place(axis, $0) }
        guard places.count == positions.count, places.count > 2, let first = places.first,
            let last = places.last
        else { return nil }
        let gaps = zip(places.dropFirst(), places).map { $0 - $1 }.filter { $0 > 0 }
        guard let least = gaps.min(), gaps.allSatisfy({ $0 % least == 0 }), last > first else { return nil }
        self.axis = axis
        self.first = first
        step = least
        count = (last - first) / least + 1
    }

    /// Returns the number of a month or a day; nil for other positions.
    private static func place(_ axis: ChartAxis, _ position: Double) -> Int? {
        switch axis {
        case .ordinals: Int(exactly: position)
        case .times(.day): Int(exactly: position / 86_400)
        case .times(let resolution) where resolution <= .month:
            Int(exactly: position / 86_400).map { CalendarDay(number: $0).monthNumber }
        default: nil
        }
    }

    /// Returns the number of steps between two positions.
    func distance(_ one: Double, _ other: Double) -> Int {
        guard let start = Self.place(axis, one), let end = Self.place(axis, other) else { return 0 }
        return (end - start) / step
    }

    /// Returns the position of a step on the axis.
    func position(_ index: Int) -> Double {
        let place = first + index * step
        switch axis {
        case .times(.day): return Double(place) * 86_400
        case .times: return Double(CalendarDay.first(ofMonth: place)?.number ?? 0) * 86_400
        default: return Double(place)
        }
    }

    /// Returns the label of a step.
    /// - Parameter isISO: whether to write a month as `2026-11` rather than `Nov 2026`.
    func label(_ index: Int, isISO: Bool) -> String {
        switch axis {
        case .ordinals(let cycle, let isShort): cycle.name(first + index * step, isShort: isShort)
        case .times(let resolution):
            isISO ? TimeText.iso(position(index), resolution) : TimeText.text(position(index), resolution)
        default: ""
        }
    }
}
