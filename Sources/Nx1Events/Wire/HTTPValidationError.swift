/// Why a request was refused with status 422 (`HTTPValidationError` in `openapi.yaml`).
///
/// `api/README.md` adds that `detail` can be a plain string too; it then stands as the one message with no place.
public struct HTTPValidationError: Hashable, Sendable {
    /// One entry for each thing that is wrong.
    public var detail: [ValidationError]

    /// The entries as they are.
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

    /// One line an entry: the place, a colon, the message.
    package var text: String {
        detail.map(\.description).joined(separator: "\n")
    }
}

/// One thing that is wrong with a request (`ValidationError` in `openapi.yaml`).
public struct ValidationError: Hashable, Sendable, CustomStringConvertible {
    /// The place, outermost part first, such as `["body", "crew_type"]`; numbers are written in decimal.
    public var loc: [String]
    /// What is wrong there.
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
