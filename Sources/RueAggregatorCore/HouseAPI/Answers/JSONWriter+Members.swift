import RueWire

extension JSONWriter {
    /// A member whose value is a text; null for nil.
    mutating func member(_ name: StaticString, _ text: String?) {
        self.name(name)
        self.text(text)
    }

    /// A member whose value is a whole number; null for nil.
    mutating func member(_ name: StaticString, _ integer: Int64?) {
        self.name(name)
        self.integer(integer)
    }

    /// A member whose value is true or false.
    mutating func member(_ name: StaticString, _ truth: Bool) {
        self.name(name)
        bool(truth)
    }

    /// A member whose value is what a node signed.
    mutating func member(_ name: StaticString, _ value: SenMLValue) {
        self.name(name)
        self.value(value)
    }

    /// A member whose value is an object made from something; null for nil.
    mutating func member<Content>(
        _ name: StaticString, _ content: Content?, _ write: (Content, inout JSONWriter) -> Void
    ) {
        self.name(name)
        guard let content else { return null() }
        object { write(content, &$0) }
    }

    /// A member whose value is an array, an element for each of some things.
    mutating func list<Elements: Sequence>(
        _ name: StaticString, _ elements: Elements,
        _ write: (Elements.Element, inout JSONWriter) -> Void
    ) {
        self.name(name)
        array { json in
            for element in elements { write(element, &json) }
        }
    }

    /// A member whose value is an array of objects, one for each of some things.
    mutating func objects<Elements: Sequence>(
        _ name: StaticString, _ elements: Elements,
        _ write: (Elements.Element, inout JSONWriter) -> Void
    ) {
        list(name, elements) { element, json in
            json.object { write(element, &$0) }
        }
    }
}
