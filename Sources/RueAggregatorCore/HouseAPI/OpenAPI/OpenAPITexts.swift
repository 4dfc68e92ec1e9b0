/// What the OpenAPI document says of an endpoint.
struct OpenAPITexts {
    let operation: String
    let summary: String
    let description: String
    let schema: String
    var mediaType = "application/json"

    init(_ endpoint: HouseEndpoint) {
        switch endpoint {
        case .nodes:
            operation = "getNodes"
            summary = "The active nodes, their sensors and conditions"
            description = "Revoked nodes, and those that wait for confirmation, are left out."
            schema = Self.reference("Nodes")
        case .series:
            operation = "getSeries"
            summary = "The series that the nodes send"
            description =
                "A series that was silent for a day before its node's newest item is left out; "
                + "its history can be asked for all the same."
            schema = Self.reference("SeriesList")
        case .latest:
            operation = "getLatest"
            summary = "The latest value of every series"
            description = "From memory, a quarter of a second behind the nodes at most."
            schema = Self.reference("Latest")
        case .range:
            operation = "getRange"
            summary = "The history of some series in buckets"
            description =
                "Least, mean and greatest value of each bucket, so that no spike is hidden. "
                + "Buckets are of equal length and begin at `from`; empty ones are left out. "
                + "True and false count as 1 and 0; texts and bytes are left out."
            schema = Self.reference("Range")
        case .live:
            operation = "getLive"
            summary = "What arrives, as server-sent events"
            description =
                "The first event is `hello` (data: Hello). Then `readings` (data: Readings) for "
                + "each node that sent something, at most four times a second; `house` (data: "
                + "Hello) when nodes were enrolled, renamed or revoked, or when more came than is "
                + "told one by one: ask for everything anew. The id is the position in the log. A "
                + "comment comes every 15 seconds. A client that does not "
                + "read is cut off once 256 KiB wait for it."
            schema = "{\"type\":\"string\"}"
            mediaType = "text/event-stream"
        case .openAPI:
            operation = "getDescription"
            summary = "This document"
            description = "OpenAPI 3.1."
            schema = "{\"type\":\"object\"}"
        }
    }

    private static func reference(_ name: String) -> String {
        "{\"$ref\":\"#/components/schemas/\(name)\"}"
    }
}
