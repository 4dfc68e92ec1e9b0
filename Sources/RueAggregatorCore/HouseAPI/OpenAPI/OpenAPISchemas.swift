/// The JSON Schemas of answers. Every object is closed: an answer with a member that is not here
/// fails the tests.
enum OpenAPISchemas {
    static let text = all.map { "\"\($0.name)\":\($0.schema)" }.joined(separator: ",")

    private static let all: [(name: String, schema: String)] = [
        (
            "SeriesID",
            #"{"type":"string","description":"NODE/NAME, % and / in a name percent-encoded.","#
                + #""pattern":"^([^/%\u0000-\u001f\u007f-\u009f]|%2[5Ff])+/([A-Za-z0-9:._-]|%2[Ff])+$","#
                + #""maxLength":2048}"#
        ),
        ("Time", describedType("integer", "Milliseconds since 1970, UTC.")),
        (
            "OptionalTime",
            #"{"type":["integer","null"],"description":"Milliseconds since 1970, UTC; null while "#
                + #"it is not known."}"#
        ),
        (
            "FailingSince",
            #"{"type":["integer","null"],"description":"The first fault after the last good "#
                + #"value, in milliseconds since 1970, UTC; null while the sensor works, and while "#
                + #"it is not known. Without a value in the day before, it may have failed before."}"#
        ),
        (
            "Value",
            #"{"type":["number","boolean","string"],"description":"Exactly as signed; bytes in "#
                + #"base64url."}"#
        ),
        (
            "Head",
            object([
                ("sequence", describedType("integer", "The newest item's number.")),
                ("id", optionalString("Its id, in hexadecimal; null where its bytes are damaged.")),
            ])
        ),
        ("Nodes", object(head + [("nodes", list("Node"))])),
        ("Node", object(node)),
        (
            "Sensor",
            object([
                ("sensor", string("Its name within the node.")),
                ("condition", enumeration(["fresh", "stale", "failing"])),
                ("fault", optional("Fault")),
                ("series", list("SeriesID")),
            ])
        ),
        (
            "Fault",
            object([
                ("t", reference("OptionalTime")),
                ("since", reference("FailingSince")),
                ("text", string("What is wrong, in the node's words.")),
            ])
        ),
        ("SeriesList", object(head + [("series", list("Series"))])),
        (
            "Series",
            object([
                ("series", reference("SeriesID")),
                ("node", string("The node's name.")),
                ("sensor", optionalString("Null for what a node says of itself.")),
                ("quantity", string("What is measured.")),
                ("unit", optionalString("As in RFC 8428: Cel, %RH, Pa.")),
                ("interval_ms", optionalInteger("From one value to the next.")),
                ("stale_after_ms", describedType("integer", "From this age on it is stale.")),
            ])
        ),
        (
            "Latest",
            object(head + [("series", list("LatestValue")), ("faults", list("NodeFault"))])
        ),
        (
            "LatestValue",
            object([
                ("series", reference("SeriesID")),
                ("t", reference("OptionalTime")),
                ("v", reference("Value")),
                ("unit", optionalString("As in RFC 8428: Cel, %RH, Pa.")),
                ("stale", describedType("boolean", "Whether it is older than it should be.")),
            ])
        ),
        (
            "NodeFault",
            object([
                ("node", string("The node's name.")),
                ("sensor", string("The sensor that fails.")),
                ("t", reference("OptionalTime")),
                ("since", reference("FailingSince")),
                ("text", string("What is wrong, in the node's words.")),
            ])
        ),
        (
            "Range",
            object([
                ("from", reference("Time")),
                ("to", reference("Time")),
                ("bucket_ms", #"{"type":"integer","minimum":1}"#),
                ("series", list("SeriesRange")),
            ])
        ),
        (
            "SeriesRange",
            object([
                ("series", reference("SeriesID")),
                ("unit", optionalString("The newest reading's.")),
                ("points", list("Point")),
            ])
        ),
        (
            "Point",
            #"{"type":"array","description":"The first reading's time, the least value, the mean "#
                + #"to two places more, the greatest value, and how many readings.","#
                + #""prefixItems":[{"type":"integer"},{"type":"number"},{"type":"number"},"#
                + #"{"type":"number"},{"type":"integer","minimum":1}],"items":false,"#
                + #""minItems":5,"maxItems":5}"#
        ),
        (
            "Hello",
            object([
                ("position", describedType("integer", "Where the log stands.")),
                ("now", reference("Time")),
            ])
        ),
        (
            "Readings",
            object([
                ("node", string("The node's name.")),
                ("received", reference("Time")),
                ("values", list("LiveValue")),
                ("faults", list("LiveFault")),
                ("from", reference("OptionalTime")),
                ("to", reference("OptionalTime")),
                ("count", describedType("integer", "How many signed batches came.")),
            ])
        ),
        (
            "LiveValue",
            object([
                ("series", reference("SeriesID")),
                ("t", reference("OptionalTime")),
                ("v", reference("Value")),
            ])
        ),
        (
            "LiveFault",
            object([
                ("sensor", string("The sensor that fails.")),
                ("t", reference("OptionalTime")),
                ("since", reference("FailingSince")),
                ("text", string("What is wrong, in the node's words.")),
            ])
        ),
        ("Problem", problem),
    ]

    private static let head: [(String, String)] = [
        ("now", reference("Time")),
        ("position", describedType("integer", "How much of the log is in it.")),
        (
            "complete",
            describedType("boolean", "False for a moment after the start: some may be missing.")
        ),
    ]

    private static let node: [(String, String)] = [
        ("name", string("The admin's name for it.")),
        ("base_name", string("The URN that it signs under.")),
        ("key_words", string("Its key's fingerprint in words.")),
        ("created", reference("Time")),
        ("last_seen", reference("OptionalTime")),
        ("silent_after_ms", describedType("integer", "After so long it counts as silent.")),
        ("condition", enumeration(["waiting", "live", "silent"])),
        ("head", optional("Head")),
        ("sensors", list("Sensor")),
        ("health", list("SeriesID")),
    ]

    private static let problem =
        #"{"type":"object","description":"RFC 9457.","properties":{"type":{"const":"about:blank"},"#
        + #""title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},"#
        + #""code":"# + enumeration(HouseProblem.Kind.allCases.map(\.rawValue))
        + #","parameter":{"type":"string"},"suggestions":{"type":"array","#
        + #""items":{"type":"string"}}},"required":["type","title","status","detail","code"],"#
        + #""additionalProperties":false}"#

    // MARK: Words of JSON Schema

    private static func object(_ members: [(String, String)]) -> String {
        let properties = members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
        let names = members.map { "\"\($0.0)\"" }.joined(separator: ",")
        return "{\"type\":\"object\",\"properties\":{\(properties)},\"required\":[\(names)],"
            + "\"additionalProperties\":false}"
    }

    private static func reference(_ name: String) -> String {
        "{\"$ref\":\"#/components/schemas/\(name)\"}"
    }

    private static func list(_ name: String) -> String {
        "{\"type\":\"array\",\"items\":\(reference(name))}"
    }

    private static func optional(_ name: String) -> String {
        "{\"oneOf\":[\(reference(name)),{\"type\":\"null\"}]}"
    }

    private static func enumeration(_ words: [String]) -> String {
        "{\"type\":\"string\",\"enum\":[" + words.map(JSONText.string).joined(separator: ",") + "]}"
    }

    private static func string(_ text: String) -> String { describedType("string", text) }

    private static func optionalString(_ text: String) -> String {
        "{\"type\":[\"string\",\"null\"],\"description\":\(JSONText.string(text))}"
    }

    private static func optionalInteger(_ text: String) -> String {
        "{\"type\":[\"integer\",\"null\"],\"description\":\(JSONText.string(text))}"
    }

    private static func describedType(_ type: String, _ text: String) -> String {
        "{\"type\":\"\(type)\",\"description\":\(JSONText.string(text))}"
    }
}
