import ShellInput
package import ShellOutput

/// Refusals that several commands share.
extension Complaint {
    /// The refusal of a question without text.
    package static let emptyQuestion = Complaint.usage("The question is empty, so nothing was sent.")

    /// The refusal of a line that can't be parsed.
    /// - Parameter reason: the end of a sentence that starts with the line.
    package static func invalidLine(_ reason: String) -> Complaint { .usage("The line \(reason).") }

    /// The refusal of an attachment to a request without a question.
    package static let attachmentWithoutQuestion = Complaint.usage(
        "An attachment needs a question, so nothing was sent.",
        advice: "Add a text, or send the file as an input: key=@FILE.")

    /// The refusal of an option without its value.
    package static func missingValue(of option: String) -> Complaint {
        .usage(OptionMessages.missingValue(of: option))
    }

    /// The refusal of an option that may be given only once.
    package static func givenTwice(_ option: String) -> Complaint {
        .usage(OptionMessages.givenTwice(option))
    }
}
