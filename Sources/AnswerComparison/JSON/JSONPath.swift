import Nx1Events

/// A place in a JSON value, as `jq` writes it: `.orders[3].late`; names that are no identifiers stand in brackets, as in `.["late %"]`.
package struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    private var text = ""

    /// The value itself, which is written as a point.
    package init() {}

    /// The path; of the whole value, `.`.
    package var description: String { text.isEmpty ? "." : text }

    /// The member of that name.
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

    /// The element at that index, from 0.
    func element(_ index: Int) -> JSONPath {
        var path = self
        path.text += (text.isEmpty ? "." : "") + "[\(index)]"
        return path
    }
}
