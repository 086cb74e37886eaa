/// The validation errors of a request refused with status 422 (`HTTPValidationError` in `openapi.yaml`).
///
/// By `api/README.md`, `detail` can also be a plain string; it becomes a single message without a location.
public struct HTTPValidationError: Hashable, Sendable {
    /// The errors.
    public var detail: [ValidationError]

    /// Creates an error with these entries.
    package init(detail: [ValidationError]) {
        self.detail = detail
    }

    package init?(_ json: JSONValue) {
        switch json["detail"] {
        case .string(let text): detail = [ValidationError(loc: [], msg: text, type: "")]
        case .array(let entries): detail = entries.compactMap(ValidationError.init)
        default: return nil
        }
        if detail.isEmpty { return nil }
    }

    /// One line per entry: the location, a colon, the message.
    package var text: String {
        detail.map(\.description).joined(separator: "\n")
    }
}

/// A validation error of a request (`ValidationError` in `openapi.yaml`).
public struct ValidationError: Hashable, Sendable, CustomStringConvertible {
    /// The location, outermost part first, such as `["body", "crew_type"]`; numbers are in decimal.
    public var loc: [String]
    /// The message.
    public var msg: String
    /// The service's name for this kind of error, such as `missing`.
    public var type: String

    package init(loc: [String], msg: String, type: String) {
        self.loc = loc
        self.msg = msg
        self.type = type
    }

    init?(_ json: JSONValue) {
        guard let msg = json["msg"]?.string else { return nil }
        self.msg = msg
        loc = (json["loc"]?.array ?? []).compactMap { part in
            if case .number(let number) = part { number.literal } else { part.string }
        }
        type = json["type"]?.string ?? ""
    }

    public var description: String {
        loc.isEmpty ? msg : "\(loc.joined(separator: ".")): \(msg)"
    }
}
