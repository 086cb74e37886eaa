internal import CYAML

extension YAMLNode {
    /// Parses the single document in `text`; nil if there is none.
    /// - Parameter limit: the maximum number of values, counting the targets of aliases each time. A few lines of
    ///   nested aliases can expand to more values than could ever be processed.
    /// - Throws: ``YAMLFailure``.
    package static func document(in text: String, limit: Int = 50_000) throws(YAMLFailure) -> YAMLNode? {
        var text = text
        // libyaml keeps a pointer to the text until it is parsed.
        let read = text.withUTF8 { bytes in
            Result { () throws(YAMLFailure) in
                try refuseManyDirectives(bytes)
                return try YAMLReader(bytes, limit: limit).document()
            }
        }
        return try read.get()
    }
}

/// Rejects texts with many directives, because libyaml compares each directive with all before it.
private func refuseManyDirectives(_ text: UnsafeBufferPointer<UInt8>) throws(YAMLFailure) {
    let most = 100
    var (count, isAtStart) = (0, true)
    for byte in text {
        if isAtStart, byte == UInt8(ascii: "%") { count += 1 }
        isAtStart = byte == 0x0A || byte == 0x0D
    }
    if count > most { throw YAMLFailure(reason: .syntax("found too many directives"), place: nil) }
}

/// The identity of a scalar as a key: equal keys are duplicates.
private struct YAMLKey: Hashable {
    private let text: String
    private let isText: Bool
    private let tag: String?
    private let isPlain: Bool

    /// Returns nil if the node isn't a scalar.
    init?(_ node: YAMLNode) {
        guard let text = node.string else { return nil }
        self.text = text
        isText = node.isText
        tag = isText ? nil : node.tag
        isPlain = isText || node.style == .plain
    }
}

/// Builds values from libyaml's events.
private final class YAMLReader {
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let limit: Int
    private var anchors: [String: YAMLNode] = [:]
    /// The number of values started.
    private var begun = 0

    /// - Parameter text: must stay valid and in place while it is parsed.
    init(_ text: UnsafeBufferPointer<UInt8>, limit: Int) throws(YAMLFailure) {
        self.limit = limit
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else {
            throw YAMLFailure(reason: .syntax("out of memory"), place: nil)
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    func document() throws(YAMLFailure) -> YAMLNode? {
        _ = try next()
        guard try next().type != YAML_STREAM_END_EVENT else { return nil }
        let node = try node(from: try next(), depth: 0)
        _ = try next()
        let end = try next()
        guard end.type == YAML_STREAM_END_EVENT else {
            throw YAMLFailure(reason: .secondDocument, place: end.place)
        }
        return node
    }

    private func next() throws(YAMLFailure) -> YAMLEvent {
        let event = YAMLEvent()
        guard yaml_parser_parse(parser, event.event) == 1 else {
            throw YAMLFailure(parser.pointee)
        }
        return event
    }

    private func node(from event: YAMLEvent, depth: Int) throws(YAMLFailure) -> YAMLNode {
        guard depth < Self.mostDepth else {
            throw YAMLFailure(reason: .tooDeep, place: event.place)
        }
        begun += 1
        guard begun <= limit else { throw YAMLFailure(reason: .tooLarge, place: event.place) }
        let node: YAMLNode
        switch event.type {
        case YAML_ALIAS_EVENT:
            guard let known = event.anchor.flatMap({ anchors[$0] }) else {
                throw YAMLFailure(reason: .syntax("found undefined alias"), place: event.place)
            }
            return known
        case YAML_SCALAR_EVENT:
            node = YAMLNode(.scalar(event.text), style: event.style, tag: event.tag, place: event.place)
        case YAML_SEQUENCE_START_EVENT: node = try sequence(from: event, depth: depth)
        default: node = try mapping(from: event, depth: depth)
        }
        if let anchor = event.anchor { anchors[anchor] = node }
        return node
    }

    private func sequence(from start: YAMLEvent, depth: Int) throws(YAMLFailure) -> YAMLNode {
        var values: [YAMLNode] = []
        var size = 1
        while true {
            let event = try next()
            if event.type == YAML_SEQUENCE_END_EVENT { break }
            values.append(try node(from: event, depth: depth + 1))
            size += values.last?.size ?? 0
            guard size <= limit else { throw YAMLFailure(reason: .tooLarge, place: start.place) }
        }
        return YAMLNode(.sequence(values), tag: start.tag, place: start.place)
    }

    private func mapping(from start: YAMLEvent, depth: Int) throws(YAMLFailure) -> YAMLNode {
        var pairs: [YAMLNode.Pair] = []
        var known: [YAMLKey: YAMLPlace?] = [:]
        var size = 1
        while true {
            let event = try next()
            if event.type == YAML_MAPPING_END_EVENT { break }
            let key = try node(from: event, depth: depth + 1)
            let value = try node(from: try next(), depth: depth + 1)
            if let name = YAMLKey(key), let first = known.updateValue(key.place, forKey: name) {
                throw YAMLFailure(reason: .duplicatedKey, place: first)
            }
            pairs.append(YAMLNode.Pair(key: key, value: value))
            size += key.size + value.size
            guard size <= limit else { throw YAMLFailure(reason: .tooLarge, place: start.place) }
        }
        return YAMLNode(.mapping(pairs), tag: start.tag, place: start.place)
    }

    /// Each level is a nested call, and libyaml checks every level for each event inside it.
    private static let mostDepth = 100
}

extension YAMLFailure {
    fileprivate init(_ parser: yaml_parser_t) {
        let problem = parser.problem.map { String(cString: $0) } ?? "it can't be parsed"
        switch parser.error {
        case YAML_SCANNER_ERROR, YAML_PARSER_ERROR:
            self.init(reason: .syntax(problem), place: YAMLPlace(parser.problem_mark))
        default: self.init(reason: .syntax(problem), place: nil)
        }
    }
}

extension YAMLPlace {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: mark.line + 1, column: mark.column + 1)
    }
}

/// An event of libyaml's parser.
private final class YAMLEvent {
    let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)

    init() { event.initialize(to: yaml_event_t()) }

    deinit {
        yaml_event_delete(event)
        event.deallocate()
    }

    var type: yaml_event_type_t { event.pointee.type }
    var place: YAMLPlace { YAMLPlace(event.pointee.start_mark) }

    /// The anchor that the value defines, or that the alias refers to.
    var anchor: String? {
        switch type {
        case YAML_ALIAS_EVENT: Self.string(event.pointee.data.alias.anchor)
        case YAML_SCALAR_EVENT: Self.string(event.pointee.data.scalar.anchor)
        case YAML_SEQUENCE_START_EVENT: Self.string(event.pointee.data.sequence_start.anchor)
        default: Self.string(event.pointee.data.mapping_start.anchor)
        }
    }

    var tag: String? {
        switch type {
        case YAML_SCALAR_EVENT: Self.string(event.pointee.data.scalar.tag)
        case YAML_SEQUENCE_START_EVENT: Self.string(event.pointee.data.sequence_start.tag)
        default: Self.string(event.pointee.data.mapping_start.tag)
        }
    }

    /// A scalar's text, which may contain NULs.
    var text: String {
        let scalar = event.pointee.data.scalar
        return String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    }

    var style: YAMLNode.Style {
        switch event.pointee.data.scalar.style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }

    private static func string(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        bytes.map { String(cString: $0) }
    }
}
