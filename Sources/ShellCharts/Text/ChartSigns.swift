import ShellText

/// The characters that a chart is drawn with.
package enum ChartSigns: Sendable, Hashable, CaseIterable {
    /// Blocks, lines and dots of Unicode.
    case unicode
    /// ASCII alone, for terminals and files in other encodings. What the table has stays as it is.
    case ascii

    /// Those that a locale can show: ASCII where `LC_ALL`, `LC_CTYPE` or `LANG`, whichever is the first that is set, names
    /// another encoding than UTF-8.
    package init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        guard let locale = locale?.lowercased() else {
            self = .unicode
            return
        }
        self = locale.contains("utf-8") || locale.contains("utf8") ? .unicode : .ascii
    }

    /// What fills the bars of a series.
    func fill(_ series: Int) -> Character {
        let fills: [Character] =
            self == .unicode
            ? ["█", "▓", "▒", "░", "▚", "▤", "▥", "▦"] : ["#", "=", "*", "+", "o", "%", "@", "-"]
        return fills[series % fills.count]
    }

    /// What marks the points of a series.
    func mark(_ series: Int) -> Character {
        let marks: [Character] =
            self == .unicode
            ? ["●", "▲", "■", "◆", "○", "△", "□", "◇"] : ["*", "+", "o", "x", "#", "@", "%", "&"]
        return marks[series % marks.count]
    }

    var upright: Character { self == .unicode ? "│" : "|" }
    var level: Character { self == .unicode ? "─" : "-" }
    /// What the line of zero is made of, between positive and negative values.
    var zero: Character { self == .unicode ? "╌" : "-" }
    var corner: Character { self == .unicode ? "└" : "+" }
    var tickBelow: Character { self == .unicode ? "┬" : "+" }
    var tickLeft: Character { self == .unicode ? "┤" : "+" }
    var dash: String { self == .unicode ? "–" : "-" }
    var ellipsis: String { self == .unicode ? "…" : "~" }
}

extension Look {
    /// The look of a series: the colours come again after four, the characters don't.
    static func ofSeries(_ index: Int) -> Look {
        let colors: [TextColor?] = [.green, .magenta, .red, nil]
        return Look(color: colors[index % colors.count])
    }
}
