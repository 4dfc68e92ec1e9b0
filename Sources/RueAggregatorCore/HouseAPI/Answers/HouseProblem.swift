import RueHTTP

/// Why a request to the household's port is not answered as asked (RFC 9457).
struct HouseProblem: Error, Equatable, Sendable {
    /// What kind of problem: a word that programs may rely on, with its status.
    enum Kind: String, CaseIterable, Sendable {
        case badParameter = "bad-parameter"
        case unknownParameter = "unknown-parameter"
        case repeatedParameter = "repeated-parameter"
        case unknownSeries = "unknown-series"
        case unknownPath = "unknown-path"
        case method
        case queryTooLong = "query-too-long"
        case wrongHost = "wrong-host"
        case notLoopback = "not-loopback"
        case foreignSite = "foreign-site"
        case busy
        case storeFault = "store-fault"
        /// A fault of HTTP itself; the status is the fault's own.
        case http

        var status: Int {
            switch self {
            case .badParameter, .unknownParameter, .repeatedParameter, .http: 400
            case .notLoopback, .foreignSite: 403
            case .unknownSeries, .unknownPath: 404
            case .method: 405
            case .queryTooLong: 414
            case .wrongHost: 421
            case .storeFault: 500
            case .busy: 503
            }
        }

        var title: String {
            switch self {
            case .badParameter: "A parameter cannot be used"
            case .unknownParameter: "There is no such parameter"
            case .repeatedParameter: "A parameter comes more than once"
            case .unknownSeries: "There is no such series"
            case .unknownPath: "There is nothing here"
            case .method: "Only GET and HEAD"
            case .queryTooLong: "The query is too long"
            case .wrongHost: "This server has another name"
            case .notLoopback: "Only from this machine"
            case .foreignSite: "Only from the house's own pages"
            case .busy: "Too busy"
            case .storeFault: "The store cannot be read"
            case .http: "Not a proper request"
            }
        }
    }

    let kind: Kind
    /// What happened and what to do, for a person.
    let detail: String
    /// The parameter that it is about.
    var parameter: String?
    /// What may have been meant.
    var suggestions: [String] = []
    /// Where it is not the kind's own.
    var status: Int?

    init(
        _ kind: Kind, _ detail: String, parameter: String? = nil, suggestions: [String] = [],
        status: Int? = nil
    ) {
        self.kind = kind
        self.detail = detail
        self.parameter = parameter
        self.suggestions = suggestions
        self.status = status
    }

    /// The answer, without the headers that all answers have.
    var response: HTTPResponse {
        var response = HTTPResponse(
            status: status ?? kind.status,
            headers: ["Content-Type": "application/problem+json", "Cache-Control": "no-store"],
            body: body)
        if kind == .method { response.headers["Allow"] = "GET, HEAD" }
        if response.status == 503 { response.headers["Retry-After"] = "1" }
        return response
    }

    private var body: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("type", "about:blank")
            json.member("title", kind.title)
            json.member("status", Int64(status ?? kind.status))
            json.member("detail", detail)
            json.member("code", kind.rawValue)
            if let parameter { json.member("parameter", parameter) }
            guard !suggestions.isEmpty else { return }
            json.list("suggestions", suggestions) { suggestion, json in json.text(suggestion) }
        }
        return json.bytes
    }
}
