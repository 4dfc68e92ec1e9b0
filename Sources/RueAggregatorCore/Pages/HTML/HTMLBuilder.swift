/// Lets a component's content be written as a list of texts and elements.
@resultBuilder
enum HTMLBuilder {
    static func buildExpression(_ text: String) -> HTML { .text(text) }

    static func buildExpression(_ html: HTML) -> HTML { html }

    static func buildExpression(_ html: HTML?) -> HTML { html ?? .empty }

    static func buildBlock(_ parts: HTML...) -> HTML { buildArray(parts) }

    static func buildArray(_ parts: [HTML]) -> HTML {
        var whole = HTML.empty
        for part in parts { whole.append(part) }
        return whole
    }

    static func buildOptional(_ part: HTML?) -> HTML { part ?? .empty }

    static func buildEither(first part: HTML) -> HTML { part }

    static func buildEither(second part: HTML) -> HTML { part }
}
