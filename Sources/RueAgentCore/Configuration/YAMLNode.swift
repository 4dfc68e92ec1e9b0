/// A piece of a YAML document and where it stands.
struct YAMLNode {
    /// What a piece can be.
    enum Content {
        case scalar(text: String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    /// Where the piece starts.
    let place: TextPlace

    /// What is there.
    let content: Content

    /// What the piece is, in words for a person.
    var kindName: String {
        switch content {
        case .scalar(let text, let isPlain): isPlain && text.isEmpty ? "nothing" : quoted(text)
        case .sequence: "a list"
        case .mapping: "a group of keys"
        }
    }

    /// The text, when the piece is a scalar.
    var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }
}

/// A text between quotation marks for a message: shortened, control characters replaced.
func quoted(_ text: String) -> String {
    var shown = ""
    var count = 0
    for scalar in text.unicodeScalars {
        if count == 40 {
            shown += "..."
            break
        }
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        shown.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
        count += 1
    }
    return "'\(shown)'"
}
