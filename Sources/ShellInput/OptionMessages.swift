/// Error messages about options and settings that several parsers share.
package enum OptionMessages {
    /// The message about an option without its value.
    package static func missingValue(of option: String) -> String { "\(option) needs a value." }

    /// The message about an option or a setting that may be given only once.
    package static func givenTwice(_ option: String) -> String { "\(option) is given twice." }

    /// The message about a value that isn't a number from 1.
    package static func invalidCount(_ text: String, of option: String) -> String {
        "\(option) must be a whole number above zero, not \"\(text)\"."
    }
}
