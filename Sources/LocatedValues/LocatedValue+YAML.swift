import YAMLDocuments

extension LocatedValue {
    /// Parses the single document of a YAML text; nil if the text is empty. Scalars have their YAML 1.1 types, merge
    /// keys (`<<`) are resolved, and block scalars lose their final newlines.
    /// - Parameters:
    ///   - file: the path for messages.
    ///   - firstLine: the number of the text's first line in that file.
    /// - Throws: ``SourceProblem``.
    package static func parse(
        yaml text: String, file: String, firstLine: Int = 1
    ) throws(SourceProblem) -> LocatedValue? {
        let reader = LocatedYAML(text: text, file: file, firstLine: firstLine)
        let root: YAMLNode?
        do throws(YAMLFailure) {
            root = try YAMLNode.document(in: text, limit: mostValues)
        } catch {
            throw reader.problem(error)
        }
        guard let root else { return nil }
        return try reader.value(root)
    }
}

/// Converts libyaml's nodes to values.
private struct LocatedYAML {
    let text: String
    let file: String
    let firstLine: Int

    private static let coreTag = "tag:yaml.org,2002:"
    private static let knownTags: Set = ["str", "int", "float", "bool", "null", "map", "seq"]

    func value(_ node: YAMLNode) throws(SourceProblem) -> LocatedValue {
        let place = place(node.place)
        if let tag = node.tag, tag != "!" {
            let isCore = tag.hasPrefix(Self.coreTag)
            guard isCore, Self.knownTags.contains(String(tag.dropFirst(Self.coreTag.count))) else {
                throw SourceProblem("The tag `\(tag)` isn't supported. Remove it.", at: place)
            }
        }
        switch node.content {
        case .scalar(let text): return LocatedValue(Self.content(of: text, node), at: place)
        case .sequence(let nodes):
            var values: [LocatedValue] = []
            for node in nodes { values.append(try value(node)) }
            return LocatedValue(.list(values), at: place)
        case .mapping(let pairs): return LocatedValue(.mapping(try members(pairs)), at: place)
        }
    }

    private func members(_ pairs: [YAMLNode.Pair]) throws(SourceProblem) -> [LocatedValue.Member] {
        var members: [LocatedValue.Member] = []
        var lines: [String: Int] = [:]
        var merged: [LocatedValue.Member] = []
        for pair in pairs {
            let keyPlace = place(pair.key.place)
            guard let name = pair.key.string else {
                throw SourceProblem("A key must be text, but this one is a list or a mapping.", at: keyPlace)
            }
            let value = try value(pair.value)
            if name == "<<", pair.key.style == .plain {
                merged += try mergedMembers(value)
            } else if let first = lines.updateValue(keyPlace.line, forKey: name) {
                throw Self.duplicate(name, at: keyPlace, first: first)
            } else {
                members.append(LocatedValue.Member(name, at: keyPlace, value))
            }
        }
        for member in merged where lines.updateValue(member.namePlace.line, forKey: member.name) == nil {
            members.append(member)
        }
        return members
    }

    /// The members that a merge key adds; of several mappings, the first takes precedence.
    private func mergedMembers(_ value: LocatedValue) throws(SourceProblem) -> [LocatedValue.Member] {
        if let members = value.members { return members }
        guard let list = value.list, list.allSatisfy({ $0.members != nil }) else {
            throw SourceProblem(
                "The merge key `<<` needs a mapping, but this is \(value.kind).", at: value.place)
        }
        return list.flatMap { $0.members ?? [] }
    }

    private static func content(of text: String, _ node: YAMLNode) -> LocatedValue.Content {
        if node.isText || node.tag == "!" {
            return .text(node.style == .literal || node.style == .folded ? withoutFinalNewlines(text) : text)
        }
        if node.isNull { return .null }
        if let flag = node.flag { return .bool(flag) }
        return YAMLNumber.number(text).map(LocatedValue.Content.number) ?? .text(text)
    }

    private static func withoutFinalNewlines(_ text: String) -> String {
        let newlines = text.utf8.reversed().prefix { $0 == 0x0A }.count
        return String(Substring(text.utf8.dropLast(newlines)))
    }
}

extension LocatedYAML {
    func problem(_ failure: YAMLFailure) -> SourceProblem {
        let place = place(failure.place)
        switch failure.reason {
        case .duplicatedKey: return duplicate(at: failure.place)
        case .tooDeep: return SourceProblem("Nested too deeply.", at: place)
        case .tooLarge:
            let limit = LocatedValue.mostValues
            return SourceProblem("Too many values: the limit is \(limit), aliases included.", at: place)
        case .secondDocument:
            return SourceProblem("A second document starts here. Use one file per document.", at: place)
        case .syntax(let words): return syntax(words, at: failure.place)
        }
    }

    private func syntax(_ words: String, at yamlPlace: YAMLPlace?) -> SourceProblem {
        guard let yamlPlace else {
            let line = lineOfControlCharacter
            return SourceProblem(
                line == nil
                    ? "Invalid YAML: \(words)." : "Invalid YAML: the line contains a control character.",
                at: SourcePlace(file: file, line: firstLine + (line ?? 0)))
        }
        let place = place(yamlPlace)
        let indentation = line(yamlPlace.line).prefix { $0 == 0x20 || $0 == 0x09 }
        if indentation.contains(0x09) {
            return SourceProblem(
                "Invalid YAML: the line is indented with a tab. Use spaces instead.", at: place)
        }
        return SourceProblem("Invalid YAML: \(words).", at: place)
    }

    /// libyaml reports the place of the first key only.
    private func duplicate(at first: YAMLPlace?) -> SourceProblem {
        let written = first.map { line($0.line).dropFirst(max(0, $0.column - 1)).prefix { $0 != 0x3A } }
        let name = written.map { String(decoding: $0, as: UTF8.self) } ?? ""
        return SourceProblem(
            "Duplicate key `\(name)`: it occurs again below. Remove one of the two.", at: place(first))
    }

    private static func duplicate(_ name: String, at place: SourcePlace, first: Int) -> SourceProblem {
        SourceProblem(
            "Duplicate key `\(name)`: it is also on line \(first). Remove one of the two.", at: place)
    }

    private func place(_ place: YAMLPlace?) -> SourcePlace {
        SourcePlace(file: file, line: firstLine + (place?.line ?? 1) - 1)
    }

    private func line(_ number: Int) -> Substring.UTF8View {
        let lines = text.utf8.split(separator: 0x0A, maxSplits: number, omittingEmptySubsequences: false)
        return lines.indices.contains(number - 1) ? lines[number - 1] : ""[...].utf8
    }

    /// The number of lines before the first character that YAML doesn't allow.
    private var lineOfControlCharacter: Int? {
        var line = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: line += 1
            case 0x09, 0x0D, 0x85: break
            case 0x00...0x1F, 0x7F...0x9F, 0xFEFF, 0xFFFE, 0xFFFF: return line
            default: break
            }
        }
        return nil
    }
}
