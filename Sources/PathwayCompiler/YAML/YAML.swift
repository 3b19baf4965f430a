import CYAML
package import PathwayModel

/// Reads YAML files: one document, with the place of everything in it.
package enum YAML {
    /// Composes the one document of a file.
    ///
    /// Duplicate keys, anchors, aliases, merge keys, tags and a second document are refused, and the rest is composed
    /// all the same, so that one run finds every mistake. There is no document where the file is no YAML at all, is
    /// empty or passes a limit.
    package static func compose(
        _ bytes: [UInt8], file: String, limits: YAMLLimits = .files
    ) -> (document: YAMLNode?, diagnostics: [Diagnostic]) {
        let start = SourceSpan.Position(line: 1, column: 1)
        let origin = SourceSpan(file: file, start: start, end: start)
        guard bytes.count <= limits.bytes else {
            let message = "the file has \(bytes.count) bytes; at most \(limits.bytes) are read"
            return (nil, [Diagnostic(.fileTooLarge, message, at: origin)])
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        return text.withUnsafeBufferPointer { buffer in
            let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
            defer { parser.deallocate() }
            guard yaml_parser_initialize(parser) == 1 else {
                return (nil, [Diagnostic(.yamlSyntax, "there is no memory to read the file", at: origin)])
            }
            defer { yaml_parser_delete(parser) }
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            var composer = Composer(parser: parser, source: buffer, file: file, limits: limits)
            let document = composer.document()
            return (document, composer.diagnostics)
        }
    }
}

/// libyaml's parser as a stream of Swift values.
struct YAMLEvents {
    enum Event {
        case scalar(String, YAMLNode.Style)
        case alias(String)
        case sequenceStart
        case mappingStart
        case collectionEnd
        case documentStart
        case documentEnd
        case streamStart
        case streamEnd
    }

    struct Marked {
        var event: Event
        var start: SourceSpan.Position
        var end: SourceSpan.Position
        var anchor: String?
        var tag: String?
    }

    let parser: UnsafeMutablePointer<yaml_parser_t>

    /// The next event; nil where the text is no YAML, which the parser then says.
    func next() -> Marked? {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { return nil }
        defer { yaml_event_delete(&event) }
        return Self.marked(event)
    }

    static func position(_ mark: yaml_mark_t) -> SourceSpan.Position {
        SourceSpan.Position(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private static func marked(_ event: yaml_event_t) -> Marked {
        var anchor: UnsafeMutablePointer<yaml_char_t>?
        var tag: UnsafeMutablePointer<yaml_char_t>?
        let read: Event
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            (anchor, tag) = (scalar.anchor, scalar.tag)
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            read = .scalar(String(decoding: bytes, as: UTF8.self), style(scalar.style))
        case YAML_ALIAS_EVENT:
            read = .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SEQUENCE_START_EVENT:
            (anchor, tag) = (event.data.sequence_start.anchor, event.data.sequence_start.tag)
            read = .sequenceStart
        case YAML_MAPPING_START_EVENT:
            (anchor, tag) = (event.data.mapping_start.anchor, event.data.mapping_start.tag)
            read = .mappingStart
        case YAML_DOCUMENT_START_EVENT: read = .documentStart
        case YAML_DOCUMENT_END_EVENT: read = .documentEnd
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: read = .collectionEnd
        case YAML_STREAM_START_EVENT: read = .streamStart
        default: read = .streamEnd
        }
        return Marked(
            event: read, start: position(event.start_mark), end: position(event.end_mark), anchor: text(anchor),
            tag: text(tag))
    }

    private static func style(_ style: yaml_scalar_style_t) -> YAMLNode.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}
