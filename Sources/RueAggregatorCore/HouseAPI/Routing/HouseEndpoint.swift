/// What the JSON API answers. The OpenAPI document is made from this, and so is the check of a
/// request's parameters: neither can know what the other does not.
enum HouseEndpoint: String, CaseIterable, Sendable {
    case nodes
    case series
    case latest
    case range
    case live
    case openAPI = "openapi.json"

    static let folder = "/api/v1/"

    var path: String { Self.folder + rawValue }

    init?(path: String) {
        guard path.hasPrefix(Self.folder) else { return nil }
        self.init(rawValue: String(path.dropFirst(Self.folder.count)))
    }

    /// The parameters that it takes.
    var parameters: [HouseParameter] { self == .range ? HouseParameter.allCases : [] }
}

/// A parameter of a query.
enum HouseParameter: String, CaseIterable, Sendable {
    case series
    case from
    case to
    case points

    var isRepeatable: Bool { self == .series }
    var isRequired: Bool { self == .series }
}
