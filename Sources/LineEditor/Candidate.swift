/// One way to complete what was typed.
public struct Candidate: Sendable, Equatable {
    /// The text that is inserted, as it is: nothing is quoted or escaped.
    public var text: String

    /// What the list shows in place of the text, such as a path's last part.
    public var label: String?

    /// A few words shown beside it in the list.
    public var note: String?

    /// Whether it is whole: a space follows it when it is the only candidate.
    public var isFinal: Bool

    /// A candidate; `note` appears only in the list.
    public init(text: String, note: String? = nil, label: String? = nil, isFinal: Bool = true) {
        self.text = text
        self.note = note
        self.label = label
        self.isFinal = isFinal
    }
}
