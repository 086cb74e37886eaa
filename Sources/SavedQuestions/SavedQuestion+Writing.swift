import Nx1Events
import ShellInput
import YAMLDocuments

extension SavedQuestion {
    /// The content of the question's file, in the order summary, target, inputs, format, text.
    package var source: String {
        var pairs: [YAMLNode.Pair] = []
        func add(_ key: Key, _ value: JSONValue) {
            pairs.append(.init(key: YAMLNode(.scalar(key.rawValue)), value: YAMLNode(value)))
        }
        if let summary { add(.summary, .string(summary)) }
        switch target {
        case .crew(let crew): add(.crew, .string(crew))
        case .template(let template): add(.template, .string(template))
        case nil: break
        }
        if !inputs.isEmpty { add(.set, .object(inputs)) }
        if let format { add(.format, .string(format)) }
        let settings = pairs.isEmpty ? nil : try? YAMLNode(.mapping(pairs)).written(inUnicode: true)
        // Without front matter, a text that starts with a rule would be parsed as front matter.
        let head = settings ?? (text.source.hasPrefix("---") ? "" : nil)
        return (head.map { "---\n\($0)---\n" } ?? "") + text.source + "\n"
    }
}

extension YAMLNode {
    /// Creates a node that is read back as the same JSON value.
    fileprivate init(_ json: JSONValue) {
        switch json {
        case .null: self.init(.scalar("null"))
        case .bool(let flag): self.init(.scalar(flag ? "true" : "false"))
        case .number(let number): self.init(.scalar(number.literal))
        case .string(let text): self.init(text: text)
        case .array(let values): self.init(.sequence(values.map { YAMLNode($0) }))
        case .object(let object):
            self.init(.mapping(object.map { Pair(key: YAMLNode(text: $0.key), value: YAMLNode($0.value)) }))
        }
    }

    private init(text: String) {
        let needsEscapes = text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        let isPlain = YAMLNode(.scalar(text)).isText
        self.init(.scalar(text), style: needsEscapes ? .doubleQuoted : isPlain ? .plain : .singleQuoted)
    }
}
