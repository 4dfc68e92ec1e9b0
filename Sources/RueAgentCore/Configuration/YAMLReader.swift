internal import CYAML

/// Reads a small YAML document into a tree, refusing what a configuration has no use for:
/// anchors and aliases, tags, a second document, deep nesting.
struct YAMLReader {
    static let maximumBytes = 65536
    static let maximumDepth = 12

    private struct OpenGroup {
        let place: TextPlace
        let isMapping: Bool
        var items: [YAMLNode] = []

        /// The finished group; libyaml gives a mapping's keys and values in turns.
        var node: YAMLNode {
            guard isMapping else { return YAMLNode(place: place, content: .sequence(items)) }
            var pairs: [(key: YAMLNode, value: YAMLNode)] = []
            for index in stride(from: 0, to: items.count - 1, by: 2) {
                pairs.append((items[index], items[index + 1]))
            }
            return YAMLNode(place: place, content: .mapping(pairs))
        }
    }

    private let bytes: [UInt8]
    private var open: [OpenGroup] = []
    private var root: YAMLNode?
    private var documents = 0
    private(set) var problems: [ConfigurationProblem] = []

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The document's tree, nil when it is empty.
    static func read(_ bytes: [UInt8]) throws(ConfigurationError) -> YAMLNode? {
        if let problem = problemBeforeParsing(bytes) { throw ConfigurationError([problem]) }
        var reader = YAMLReader(bytes)
        reader.parse()
        if !reader.problems.isEmpty { throw ConfigurationError(reader.problems) }
        return reader.root
    }

    private mutating func parse() {
        // On the heap: libyaml keeps a pointer to the parser within the parser.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            return note(.start, "there is not enough memory to read it")
        }
        defer { yaml_parser_delete(parser) }
        bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            while step(parser) {}
        }
    }

    /// Takes one event; false when there is no more to read.
    private mutating func step(_ parser: UnsafeMutablePointer<yaml_parser_t>) -> Bool {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else {
            noteSyntax(parser)
            return false
        }
        defer { yaml_event_delete(&event) }
        return take(&event)
    }

    private mutating func take(_ event: inout yaml_event_t) -> Bool {
        let place = TextPlace(
            line: Int(rue_yaml_event_line(&event)), column: Int(rue_yaml_event_column(&event)))
        if rue_yaml_event_has_anchor(&event) != 0 {
            note(place, "anchors (&name) are not taken here; write the value out")
        }
        if rue_yaml_event_has_tag(&event) != 0 {
            note(place, "tags (!name) are not taken here; write the plain value")
        }
        switch rue_yaml_event_kind(&event) {
        case RUE_YAML_STREAM_END: return false
        case RUE_YAML_DOCUMENT_START: return startDocument(place)
        case RUE_YAML_ALIAS: return takeAlias(place)
        case RUE_YAML_SCALAR: add(Self.scalar(&event, at: place))
        case RUE_YAML_SEQUENCE_START: return startGroup(place, isMapping: false)
        case RUE_YAML_MAPPING_START: return startGroup(place, isMapping: true)
        case RUE_YAML_SEQUENCE_END, RUE_YAML_MAPPING_END: endGroup()
        default: break
        }
        return true
    }

    private static func scalar(_ event: inout yaml_event_t, at place: TextPlace) -> YAMLNode {
        let count = Int(rue_yaml_scalar_count(&event))
        let buffer = UnsafeBufferPointer(start: rue_yaml_scalar_bytes(&event), count: count)
        let isPlain = rue_yaml_scalar_is_plain(&event) != 0
        return YAMLNode(
            place: place,
            content: .scalar(text: String(decoding: buffer, as: UTF8.self), isPlain: isPlain))
    }

    private mutating func startDocument(_ place: TextPlace) -> Bool {
        documents += 1
        if documents > 1 {
            note(place, "a second document begins here; one file describes one node")
            return false
        }
        return true
    }

    private mutating func takeAlias(_ place: TextPlace) -> Bool {
        note(place, "aliases (*name) are not taken here; write the value out")
        add(YAMLNode(place: place, content: .scalar(text: "", isPlain: true)))
        return true
    }

    private mutating func startGroup(_ place: TextPlace, isMapping: Bool) -> Bool {
        if open.count == Self.maximumDepth {
            note(place, "it is nested deeper than \(Self.maximumDepth) levels")
            return false
        }
        open.append(OpenGroup(place: place, isMapping: isMapping))
        return true
    }

    private mutating func endGroup() {
        if let group = open.popLast() { add(group.node) }
    }

    private mutating func add(_ node: YAMLNode) {
        if open.isEmpty {
            root = node
        } else {
            open[open.count - 1].items.append(node)
        }
    }

    private mutating func note(_ place: TextPlace, _ message: String) {
        problems.append(ConfigurationProblem(place: place, message: message))
    }

    private mutating func noteSyntax(_ parser: UnsafeMutablePointer<yaml_parser_t>) {
        let place = TextPlace(
            line: Int(rue_yaml_problem_line(parser)), column: Int(rue_yaml_problem_column(parser)))
        if isIndentedByTab(line: place.line) {
            return note(place, "a tab indents this line; YAML takes only spaces there")
        }
        note(place, "this is not YAML: \(String(cString: rue_yaml_problem(parser)))")
    }

    private func isIndentedByTab(line: Int) -> Bool {
        var current = 1
        for (index, byte) in bytes.enumerated() {
            if current == line {
                var end = index
                while end < bytes.count, bytes[end] == 0x20 { end += 1 }
                return end < bytes.count && bytes[end] == 0x09
            }
            if byte == 0x0A { current += 1 }
        }
        return false
    }
}
