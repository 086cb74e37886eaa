import Nx1Events

/// The even steps of an axis of months, quarters, years or days, with those that are missing.
struct AxisSteps {
    private let axis: ChartAxis
    private let first: Int
    private let step: Int
    /// How many there are from the first to the last.
    let count: Int

    /// Nil for an axis without even steps.
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

    /// The number of a month or a day; nil for what has none.
    private static func place(_ axis: ChartAxis, _ position: Double) -> Int? {
        switch axis {
        case .ordinals: Int(exactly: position)
        case .times(.day): Int(exactly: position / 86_400)
        case .times(let resolution) where resolution <= .month:
            Int(exactly: position / 86_400).map { CalendarDay(number: $0).monthNumber }
        default: nil
        }
    }

    /// How many steps are between two places.
    func distance(_ one: Double, _ other: Double) -> Int {
        guard let start = Self.place(axis, one), let end = Self.place(axis, other) else { return 0 }
        return (end - start) / step
    }

    /// Where a step stands on the axis.
    func position(_ index: Int) -> Double {
        let place = first + index * step
        switch axis {
        case .times(.day): return Double(place) * 86_400
        case .times: return Double(CalendarDay.first(ofMonth: place)?.number ?? 0) * 86_400
        default: return Double(place)
        }
    }

    /// What a step is called.
    /// - Parameter isISO: whether a month is `2026-11`, and not `Nov 2026`.
    func label(_ index: Int, isISO: Bool) -> String {
        switch axis {
        case .ordinals(let cycle, let isShort): cycle.name(first + index * step, isShort: isShort)
        case .times(let resolution):
            isISO ? TimeText.iso(position(index), resolution) : TimeText.text(position(index), resolution)
        default: ""
        }
    }
}
