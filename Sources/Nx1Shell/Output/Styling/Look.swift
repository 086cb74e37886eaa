/// How a piece of text looks: its style, its colour, and where it leads.
struct Look: Sendable, Hashable {
    var style: TextStyle = []
    var color: TextColor?
    /// The number of a link of the text, from 1 on; 0 for none. So a look is a few bytes that nobody has to count the users of.
    var link: UInt32 = 0

    static let plain = Look()
    static let dim = Look(style: .dim)
    static let bold = Look(style: .bold)
}

/// Ways to set text apart that a terminal has for dark and for light backgrounds alike.
struct TextStyle: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let bold = TextStyle(rawValue: 1 << 0)
    static let dim = TextStyle(rawValue: 1 << 1)
    static let italic = TextStyle(rawValue: 1 << 2)
    static let underlined = TextStyle(rawValue: 1 << 3)
    static let struckOut = TextStyle(rawValue: 1 << 4)
}

/// The colours that can be read on dark and on light backgrounds; blue, yellow, cyan, black and white can't be everywhere.
enum TextColor: Sendable, Hashable {
    case red, green, magenta
}
