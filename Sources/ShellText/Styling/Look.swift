/// How a piece of text looks: its style, its colour, and where it leads.
package struct Look: Sendable, Hashable {
    package var style: TextStyle = []
    package var color: TextColor?
    /// The number of a link of the text, from 1 on; 0 for none. So a look is a few bytes that nobody has to count the users of.
    package var link: UInt32 = 0

    package init(style: TextStyle = [], color: TextColor? = nil, link: UInt32 = 0) {
        self.style = style
        self.color = color
        self.link = link
    }

    package static let plain = Look()
    package static let dim = Look(style: .dim)
    package static let bold = Look(style: .bold)
}

/// Ways to set text apart that a terminal has for dark and for light backgrounds alike.
package struct TextStyle: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = TextStyle(rawValue: 1 << 0)
    package static let dim = TextStyle(rawValue: 1 << 1)
    package static let italic = TextStyle(rawValue: 1 << 2)
    package static let underlined = TextStyle(rawValue: 1 << 3)
    package static let struckOut = TextStyle(rawValue: 1 << 4)
}

/// The colours that can be read on dark and on light backgrounds; blue, yellow, cyan, black and white can't be everywhere.
package enum TextColor: Sendable, Hashable {
    case red, green, magenta
}
