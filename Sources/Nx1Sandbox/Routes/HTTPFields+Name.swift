import HTTPTypes

extension HTTPFields {
    /// The value of a field that HTTPTypes has no name for.
    func value(named name: String) -> String? {
        HTTPField.Name(name).flatMap { self[$0] }
    }
}
