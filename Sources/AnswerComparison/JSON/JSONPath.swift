import Nx1Events

/// The path of a JSON value in jq's syntax: `.orders[3].late`, or `.["late %"]` for names that aren't identifiers.
package struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    private var text = ""

    /// Creates the path of the root, which is written as `.`.
    package init() {}

    /// The path as text.
    package var description: String { text.isEmpty ? "." : text }

    /// Returns the path of a member.
    func member(_ name: String) -> JSONPath {
        var path = self
        let isIdentifier =
            name.utf8.first.map { !(0x30...0x39).contains($0) } == true
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
                default: false
                }
            }
        if isIdentifier {
            path.text += "." + name
        } else {
            path.text += (text.isEmpty ? "." : "") + "[" + JSONValue.string(name).serialized() + "]"
        }
        return path
    }

    /// Returns the path of an element.
    func element(_ index: Int) -> JSONPath {
        var path = self
        path.text += (text.isEmpty ? "." : "") + "[\(index)]"
        return path
    }
}
