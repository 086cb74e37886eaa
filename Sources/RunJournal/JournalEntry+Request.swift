package import Nx1Events

extension JournalEntry {
    /// A template of the service that a crew was made from.
    package struct TemplateReference: Sendable, Hashable {
        package var id: String
        package var name: String

        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// A saved question with the values of its placeholders.
    package struct SavedQuestionReference: Sendable, Hashable {
        package var name: String
        package var values: JSONObject

        package init(name: String, values: JSONObject) {
            self.name = name
            self.values = values
        }
    }

    /// Whether the request has parts other than its crew and input.
    var hasRequestRow: Bool {
        crewConfig != nil || template != nil || savedQuestion != nil || session != nil || watch != nil
    }
}
