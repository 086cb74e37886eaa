package import Nx1Events

extension SecretMask {
    /// Masks every string in `value`, including member names.
    package func masked(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(masked(text))
        case .array(let values): .array(values.map(masked))
        case .object(let object): .object(JSONObject(object.map { (masked($0), masked($1)) }))
        case .null, .bool, .number: value
        }
    }
}
