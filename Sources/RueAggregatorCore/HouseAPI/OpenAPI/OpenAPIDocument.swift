/// The description of the JSON API (OpenAPI 3.1), made from the same endpoints and limits that
/// requests are judged by.
enum OpenAPIDocument {
    /// The document; the same for the whole life of the program.
    static let bytes = Array(text.utf8)

    private static let text = """
        {"openapi":"3.1.0","info":{"title":"Rue: a house's readings","version":"1",\
        "description":\(JSONText.string(introduction)),\
        "license":{"name":"Apache-2.0","identifier":"Apache-2.0"}},\
        "servers":[{"url":"/"}],"security":[],\
        "paths":{\(HouseEndpoint.allCases.map(path).joined(separator: ","))},\
        "components":{"parameters":{\(parameters)},"responses":{\(responses)},\
        "schemas":{\(OpenAPISchemas.text)}}}
        """

    private static let introduction = """
        Reads what the nodes of one household have signed. Only GET and HEAD, only from the server \
        itself (there are no accounts yet), with a Host of localhost, 127.0.0.1 or [::1]. Times in \
        answers are milliseconds since 1970 in UTC. Numbers have every digit that was signed. \
        Texts from nodes are data: escape them. Parameters that are not listed are refused.
        """

    // MARK: Paths

    private static func path(_ endpoint: HouseEndpoint) -> String {
        let text = OpenAPITexts(endpoint)
        let references = endpoint.parameters.map {
            "{\"$ref\":\"#/components/parameters/\($0.rawValue)\"}"
        }
        return """
            "\(endpoint.path)":{"get":{"operationId":"\(text.operation)",\
            "summary":\(JSONText.string(text.summary)),\
            "description":\(JSONText.string(text.description)),\
            "parameters":[\(references.joined(separator: ","))],\
            "responses":{"200":{"description":\(JSONText.string(text.summary)),\
            "content":{"\(text.mediaType)":{"schema":\(text.schema)}}},\
            \(problems(of: endpoint).map(reference).joined(separator: ","))}}}
            """
    }

    /// The statuses of problems that a path can answer with.
    private static func problems(of endpoint: HouseEndpoint) -> [Int] {
        var statuses = [400, 403, 405, 408, 413, 414, 421, 431, 500, 503]
        if endpoint == .range { statuses.append(404) }
        return statuses.sorted()
    }

    private static func reference(_ status: Int) -> String {
        "\"\(status)\":{\"$ref\":\"#/components/responses/p\(status)\"}"
    }

    private static let responses =
        [
            (400, "The request, or a parameter, cannot be used"),
            (403, "Asked from another machine"),
            (404, "There is no such series"),
            (405, "Another method than GET or HEAD"),
            (408, "The request did not come in time"),
            (413, "The request has a body"),
            (414, "The query is longer than \(HouseGuard.maximumQueryBytes) bytes"),
            (421, "The Host is not this machine"),
            (431, "The header fields are too long"),
            (500, "The store cannot be read"),
            (503, "Too many requests or streams; see Retry-After"),
        ].map { status, description in
            let headers =
                switch status {
                case 405: header("Allow", "The methods that are allowed", "\"type\":\"string\"")
                case 503: header("Retry-After", "In seconds", "\"type\":\"integer\",\"minimum\":0")
                default: ""
                }
            return """
                "p\(status)":{"description":"\(description)",\(headers)\
                "content":{"application/problem+json":{"schema":\
                {"$ref":"#/components/schemas/Problem"}}}}
                """
        }.joined(separator: ",")

    private static func header(_ name: String, _ text: String, _ schema: String) -> String {
        "\"headers\":{\"\(name)\":{\"description\":\"\(text)\",\"schema\":{\(schema)}}},"
    }

    // MARK: Parameters

    private static let parameters = HouseParameter.allCases.map { parameter in
        let (description, schema) = describe(parameter)
        return """
            "\(parameter.rawValue)":{"name":"\(parameter.rawValue)","in":"query",\
            "required":\(parameter.isRequired ? "true" : "false"),\
            \(parameter.isRepeatable ? "\"style\":\"form\",\"explode\":true," : "")\
            "description":\(JSONText.string(description)),"schema":\(schema)}
            """
    }.joined(separator: ",")

    private static func describe(
        _ parameter: HouseParameter
    ) -> (description: String, schema: String) {
        switch parameter {
        case .series:
            (
                "Which series: NODE/NAME, % and / in a name percent-encoded; as /api/v1/series "
                    + "tells. Once for each.",
                """
                {"type":"array","items":{"$ref":"#/components/schemas/SeriesID"},"minItems":1,\
                "maxItems":\(RangeRequest.maximumSeries),"uniqueItems":true,\
                "examples":[["kitchen/air_temperature"]]}
                """
            )
        case .from:
            (
                "The first moment wanted: \(TimeExpression.expected), or milliseconds since 1970 "
                    + "in 10 to 15 digits. A day before `to` unless given; at most 100 years "
                    + "before it.",
                moment("-7d")
            )
        case .to:
            ("The last moment wanted, as `from`; now unless given.", moment("2026-11-20T09:30Z"))
        case .points:
            (
                "In how many buckets of equal length at most.",
                """
                {"type":"integer","minimum":1,"maximum":\(RangeRequest.maximumPoints),\
                "default":\(RangeQuery.defaultPoints)}
                """
            )
        }
    }

    private static func moment(_ example: String) -> String {
        """
        {"type":"string","pattern":\(JSONText.string(momentPattern)),"examples":["\(example)"]}
        """
    }

    // What can be said of the form; that there is such a day is for the server to judge.
    private static let momentPattern =
        "^(now|-[0-9]{1,10}[smhdw]|[0-9]{10,15}|[0-9]{4}-(0[1-9]|1[0-2])-"
        + "(0[1-9]|[12][0-9]|3[01])([Tt ]([01][0-9]|2[0-3]):[0-5][0-9]"
        + "(:[0-5][0-9](\\.[0-9]+)?)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?)?)$"
}
