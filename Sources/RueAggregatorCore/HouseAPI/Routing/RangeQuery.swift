import RueHTTP

/// Reads the query of a range: every parameter known, none twice that may come once, all sensible.
struct RangeQuery {
    static let defaultPoints = 600
    static let defaultSpanMilliseconds: Int64 = 86_400_000

    private let values: [HouseParameter: [String]]

    /// - Parameters:
    ///   - query: what follows the `?`, as sent.
    ///   - endpoint: which parameters are known.
    /// - Throws: `.badParameter`, `.unknownParameter`, `.repeatedParameter`.
    init(_ query: String?, of endpoint: HouseEndpoint) throws(HouseProblem) {
        guard let pairs = QueryParameters(query)?.pairs else {
            throw HouseProblem(
                .badParameter,
                "the query cannot be read: a name is missing, or an encoded byte is "
                    + "none, or no text")
        }
        var values: [HouseParameter: [String]] = [:]
        for pair in pairs {
            let parameter = try Self.parameter(pair.name, endpoint)
            guard values[parameter] == nil || parameter.isRepeatable else {
                throw HouseProblem(
                    .repeatedParameter, "\(parameter.rawValue) may come only once",
                    parameter: parameter.rawValue)
            }
            values[parameter, default: []].append(pair.value)
        }
        self.values = values
    }

    private static func parameter(
        _ name: String, _ endpoint: HouseEndpoint
    ) throws(HouseProblem) -> HouseParameter {
        if let known = HouseParameter(rawValue: name), endpoint.parameters.contains(known) {
            return known
        }
        let names = endpoint.parameters.map(\.rawValue)
        throw HouseProblem(
            .unknownParameter,
            names.isEmpty
                ? "this path takes no parameters"
                : "this path takes " + names.joined(separator: ", "),
            parameter: String(name.prefix(64)), suggestions: NearestText.among(names, to: name))
    }

    /// The range that is asked for.
    ///
    /// - Parameter now: the present, in milliseconds since 1970.
    /// - Returns: a request within all limits.
    /// - Throws: `.badParameter`.
    func request(nowMilliseconds now: Int64) throws(HouseProblem) -> RangeRequest {
        var series: [SeriesID] = []
        for text in values[.series] ?? [] { series.append(try Self.series(text)) }
        let to = try time(.to, now) ?? now
        let (day, overflow) = to.subtractingReportingOverflow(Self.defaultSpanMilliseconds)
        let from = try time(.from, now) ?? (overflow ? .min : day)
        do throws(RangeError) {
            return try RangeRequest(series: series, from: from, to: to, points: try points())
        } catch {
            throw HouseProblem(
                .badParameter, error.description, parameter: Self.parameter(of: error).rawValue)
        }
    }

    private static func series(_ text: String) throws(HouseProblem) -> SeriesID {
        guard let id = SeriesID(text) else {
            throw HouseProblem(
                .badParameter, "a series is NODE/NAME, such as kitchen/air_temperature",
                parameter: HouseParameter.series.rawValue)
        }
        return id
    }

    private func time(_ parameter: HouseParameter, _ now: Int64) throws(HouseProblem) -> Int64? {
        guard let text = values[parameter]?.first else { return nil }
        if let time = Self.milliseconds(text) ?? TimeExpression.parse(text, nowMilliseconds: now) {
            return time
        }
        var detail =
            parameter.rawValue + " must be " + TimeExpression.expected
            + ", or milliseconds since 1970"
        if let fault = TimeExpression.fault(in: text) { detail += "; it needs " + fault }
        if text.contains(" ") { detail += "; in a query + is a blank: write %2B" }
        throw HouseProblem(.badParameter, detail, parameter: parameter.rawValue)
    }

    /// As answers have them: 10 to 15 digits, which no date looks like.
    private static func milliseconds(_ text: String) -> Int64? {
        (10...15).contains(text.utf8.count) && text.isDigits ? Int64(text) : nil
    }

    private func points() throws(RangeError) -> Int {
        guard let text = values[.points]?.first else { return Self.defaultPoints }
        guard text.utf8.count <= 10, text.isDigits, let points = Int(text) else { throw .points }
        return points
    }

    private static func parameter(of error: RangeError) -> HouseParameter {
        switch error {
        case .points: .points
        case .reversed, .tooLong: .from
        case .store, .unknown, .cancelled, .noSeries, .tooManySeries, .repeatedSeries: .series
        }
    }
}
