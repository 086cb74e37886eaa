import ShellText

/// The character set that a chart is drawn with.
package enum ChartSigns: Sendable, Hashable, CaseIterable {
    /// Unicode blocks, lines and dots.
    case unicode
    /// ASCII only, for terminals and files in other encodings. Text from the table isn't changed.
    case ascii

    /// Chooses by locale: ASCII if the first set variable of `LC_ALL`, `LC_CTYPE` and `LANG` names an encoding other
    /// than UTF-8.
    package init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        guard let locale = locale?.lowercased() else {
            self = .unicode
            return
        }
        self = locale.contains("utf-8") || locale.contains("utf8") ? .unicode : .ascii
    }

    /// Returns the fill character of a series' bars.
    func fill(_ series: Int) -> Character {
        let fills: [Character] =
            self == .unicode
            ? ["█", "▓", "▒", "░", "▚", "▤", "▥", "▦"] : ["#", "=", "*", "+", "o", "%", "@", "-"]
        return fills[series % fills.count]
    }

    /// Returns the marker of a series' points.
    func mark(_ series: Int) -> Character {
        let marks: [Character] =
            self == .unicode
            ? ["●", "▲", "■", "◆", "○", "△", "□", "◇"] : ["*", "+", "o", "x", "#", "@", "%", "&"]
        return marks[series % marks.count]
    }

    var upright: Character { self == .unicode ? "│" : "|" }
    var level: Character { self == .unicode ? "─" : "-" }
    /// The zero line between positive and negative values.
    var zero: Character { self == .unicode ? "╌" : "-" }
    var corner: Character { self == .unicode ? "└" : "+" }
    var tickBelow: Character { self == .unicode ? "┬" : "+" }
    var tickLeft: Character { self == .unicode ? "┤" : "+" }
    var dash: String { self == .unicode ? "–" : "-" }
    var ellipsis: String { self == .unicode ? "…" : "~" }
}

extension Look {
    /// Returns the look of a series. Colours repeat after four series; characters after eight.
    static func ofSeries(_ index: Int) -> Look {
        let colors: [TextColor?] = [.green, .magenta, .red, nil]
        return Look(color: colors[index % colors.count])
    }
}
