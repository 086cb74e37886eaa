package import Nx1Events

/// Covers secrets in what is kept.
package struct SecretCover {
    /// Covers those of the session itself in a text.
    package let mask: (String) -> String

    package init(mask: @escaping (String) -> String) {
        self.mask = mask
    }

    /// A text without the session's secrets; of one that may give another's, nothing.
    package func covered(_ text: String) -> String {
        SecretLine.mayHoldSecret(text) ? "***" : mask(text)
    }

    /// An input without the session's secrets and without the values of what is named like a secret.
    package func covered(_ input: JSONObject) -> JSONObject {
        JSONObject(
            input.map { key, value in
                (key, SecretLine.isSecret(name: key) ? "***" : covered(value))
            })
    }

    /// A value without the session's secrets.
    package func covered(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(mask(text))
        case .array(let values): .array(values.map(covered))
        case .object(let object): .object(covered(object))
        default: value
        }
    }
}
