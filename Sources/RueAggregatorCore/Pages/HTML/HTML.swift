/// A piece of a page. Text and attribute values are escaped on their way in; there is no other way
/// in, but for what the source itself spells out.
struct HTML: Equatable, Sendable {
    /// What goes to the browser.
    private(set) var markup: String

    /// Nothing at all.
    static let empty = HTML(markup: "")

    private init(markup: String) {
        self.markup = markup
    }

    /// Any text, as text.
    static func text(_ text: String) -> HTML {
        HTML(markup: escaped(text))
    }

    /// Markup that stands in this program's source: a value from outside cannot be passed.
    static func fixed(_ markup: StaticString) -> HTML {
        HTML(markup: markup.description)
    }

    /// An element with its content.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - attributes: in order; one without a value (nil) is left out.
    ///   - content: what it holds.
    init(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
        @HTMLBuilder _ content: () -> HTML
    ) {
        markup = Self.start(name, attributes) + content().markup + "</\(name)>"
    }

    /// An element that cannot have content, and so has no end tag (HTML §13.1.2).
    static func void(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]
    ) -> HTML {
        HTML(markup: start(name, attributes))
    }

    /// An element without content.
    static func leaf(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]
    ) -> HTML {
        HTML(markup: start(name, attributes) + "</\(name)>")
    }

    /// One piece after the other.
    mutating func append(_ other: HTML) {
        markup += other.markup
    }

    private static func start(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?>
    ) -> String {
        var text = "<\(name)"
        for (attribute, value) in attributes {
            guard let value else { continue }
            text += " \(attribute)=\"" + escaped(value) + "\""
        }
        return text + ">"
    }

    /// The five characters that mean something to a parser of HTML, inside or outside of an
    /// attribute, as references; control characters, which no document may have, as U+FFFD.
    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n": result.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x26, 0x3C, 0x3E, 0x22, 0x27, 0x00...0x1F, 0x7F: true
        default: false
        }
    }
}
