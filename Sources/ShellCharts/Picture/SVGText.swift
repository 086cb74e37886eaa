import ShellText

/// Text for an SVG document: escaped, on one line, without characters that are invalid in XML.
struct SVGText: CustomStringConvertible {
    let description: String

    init(_ text: String) {
        var escaped = ""
        for scalar in VisibleText.visibleLine(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // XML doesn't allow noncharacters.
            case "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        description = escaped
    }
}

extension Double {
    /// The number as a coordinate with at most one decimal.
    var coordinate: String {
        guard isFinite, let tenths = Int(exactly: (self * 10).rounded()) else { return "0" }
        let sign = tenths < 0 ? "-" : ""
        let (whole, part) = (abs(tenths) / 10, abs(tenths) % 10)
        return part == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
    }
}
