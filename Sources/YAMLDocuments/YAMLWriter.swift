internal import CYAML

extension YAMLNode {
    /// The value as a document in block style, with nested values on lines of their own and without markers at its
    /// start and end.
    /// - Parameter isUnicode: whether non-ASCII letters are written as they are. Otherwise they are escaped, so that
    ///   a reader's encoding doesn't matter.
    /// - Throws: ``YAMLFailure`` if libyaml can't write it.
    package func written(inUnicode isUnicode: Bool = false) throws(YAMLFailure) -> String {
        let writer = YAMLWriter(isUnicode: isUnicode)
        return try writer.text(of: self)
    }
}

/// Writes a value with libyaml.
private final class YAMLWriter {
    private let emitter = UnsafeMutablePointer<yaml_emitter_t>.allocate(capacity: 1)
    private var bytes: [UInt8] = []

    init(isUnicode: Bool) {
        emitter.initialize(to: yaml_emitter_t())
        yaml_emitter_initialize(emitter)
        yaml_emitter_set_unicode(emitter, isUnicode ? 1 : 0)
        // Never break lines.
        yaml_emitter_set_width(emitter, -1)
        let context = Unmanaged.passUnretained(self).toOpaque()
        yaml_emitter_set_output(
            emitter,
            { context, start, count in
                guard let context, let start else { return 0 }
                let writer = Unmanaged<YAMLWriter>.fromOpaque(context).takeUnretainedValue()
                writer.bytes += UnsafeBufferPointer(start: start, count: count)
                return 1
            }, context)
    }

    deinit {
        yaml_emitter_delete(emitter)
        emitter.deallocate()
    }

    func text(of node: YAMLNode) throws(YAMLFailure) -> String {
        try write { yaml_stream_start_event_initialize($0, YAML_UTF8_ENCODING) }
        try write { yaml_document_start_event_initialize($0, nil, nil, nil, 1) }
        try write(node)
        try write { yaml_document_end_event_initialize($0, 1) }
        try write { yaml_stream_end_event_initialize($0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(_ node: YAMLNode) throws(YAMLFailure) {
        let isImplicit: Int32 = node.tag == nil ? 1 : 0
        switch node.content {
        case .scalar(let text): try write(text, of: node)
        case .sequence(let values):
            try withTag(node) {
                yaml_sequence_start_event_initialize($0, nil, $1, isImplicit, YAML_BLOCK_SEQUENCE_STYLE)
            }
            for value in values { try write(value) }
            try write { yaml_sequence_end_event_initialize($0) }
        case .mapping(let pairs):
            try withTag(node) {
                yaml_mapping_start_event_initialize($0, nil, $1, isImplicit, YAML_BLOCK_MAPPING_STYLE)
            }
            for pair in pairs {
                try write(pair.key)
                try write(pair.value)
            }
            try write { yaml_mapping_end_event_initialize($0) }
        }
    }

    private func write(_ text: String, of node: YAMLNode) throws(YAMLFailure) {
        let isPlain: Int32 = node.tag == nil && node.style == .plain ? 1 : 0
        // A text that needs quotes gets them, if it is a text with and without them.
        let isQuoted: Int32 = node.tag == nil && (node.style != .plain || node.isText) ? 1 : 0
        try withTag(node) { event, tag in
            var text = text
            return text.withUTF8 { bytes in
                // An empty text has no address, which libyaml doesn't accept.
                withUnsafePointer(to: UInt8(0)) { nothing in
                    yaml_scalar_event_initialize(
                        event, nil, tag, bytes.baseAddress ?? nothing, Int32(clamping: bytes.count), isPlain,
                        isQuoted, node.style.cStyle)
                }
            }
        }
    }

    private func withTag(
        _ node: YAMLNode,
        _ make: (UnsafeMutablePointer<yaml_event_t>, UnsafePointer<UInt8>?) -> Int32
    ) throws(YAMLFailure) {
        try write { event in
            guard var tag = node.tag else { return make(event, nil) }
            tag += "\0"
            return tag.withUTF8 { make(event, $0.baseAddress) }
        }
    }

    /// Writes the event that `make` initializes.
    private func write(_ make: (UnsafeMutablePointer<yaml_event_t>) -> Int32) throws(YAMLFailure) {
        var event = yaml_event_t()
        // The emitter takes ownership of the event, even if it fails.
        guard make(&event) == 1, yaml_emitter_emit(emitter, &event) == 1 else {
            let problem = emitter.pointee.problem.map { String(cString: $0) }
            throw YAMLFailure(reason: .syntax(problem ?? "it can't be written"), place: nil)
        }
    }
}

extension YAMLNode.Style {
    fileprivate var cStyle: yaml_scalar_style_t {
        switch self {
        case .plain: YAML_PLAIN_SCALAR_STYLE
        case .singleQuoted: YAML_SINGLE_QUOTED_SCALAR_STYLE
        case .doubleQuoted: YAML_DOUBLE_QUOTED_SCALAR_STYLE
        case .literal: YAML_LITERAL_SCALAR_STYLE
        case .folded: YAML_FOLDED_SCALAR_STYLE
        }
    }
}
