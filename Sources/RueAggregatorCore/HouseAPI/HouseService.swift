import RueGzip
import RueHTTP
import RuePageAssets
public import RueServer
public import RueStore

/// The household's port: the JSON API, the live stream and the pages, for this machine only until
/// there are accounts.
public final class HouseService: Sendable {
    private let board: HouseBoard
    let feed: LiveFeed
    private let workers: WorkerPool<HouseDesk>
    private let log: @Sendable (String) -> Void
    private let isStopping: Locked<Bool>

    /// How many read the store at the same time.
    private static let threads = 2
    /// How many requests wait for them; a page that is opened asks for a handful.
    static let maximumWaiting = 64
    /// Below this gzip gains nothing.
    private static let leastGzipBytes = 1_024
    /// A request's body: GET and HEAD have none.
    private static let maximumBodyBytes = 0

    /// Starts the workers.
    ///
    /// - Parameters:
    ///   - store: where everything is kept; it is only read.
    ///   - board: the latest values; stopped by whoever made it, after this.
    ///   - clock: the server's time, in milliseconds since 1970; called from several threads.
    ///   - log: told, in words, of faults that no client's answer tells; called from several
    ///     threads.
    /// - Throws: when the system gives no thread.
    public init(
        store: any Store, board: HouseBoard, clock: @escaping @Sendable () -> Int64,
        log: @escaping @Sendable (String) -> Void
    ) throws(ServerError) {
        self.board = board
        self.log = log
        let isStopping = Locked(false)
        self.isStopping = isStopping
        workers = try WorkerPool(threads: Self.threads, maximumWaiting: Self.maximumWaiting) {
            HouseDesk(store: store) { isStopping.withLock { $0 } }
        }
        let feed = LiveFeed(position: board.snapshot().logPosition, clock: clock)
        self.feed = feed
        board.tell { feed.publish($0) }
        // Compressed now, rather than while the first visitor waits.
        _ = PageAsset.all
    }

    /// What stands behind the household's listener, which must listen on this machine's own
    /// addresses only.
    public var application: Application {
        Application(
            limits: { head, peer in
                do throws(HouseProblem) {
                    try HouseGuard.check(head, from: peer)
                    return .accept(maximumBodyBytes: Self.maximumBodyBytes)
                } catch {
                    return .refuse(HouseGuard.secured(error.response))
                }
            },
            faultResponse: { fault in
                let problem = HouseProblem(.http, fault.description, status: fault.status)
                return HouseGuard.secured(problem.response)
            },
            handler: { request, _, responder in self.handle(request, responder) })
    }

    /// Ends the streams and the workers. Blocks until then; to be called before the server is
    /// stopped.
    public func stop() {
        board.tell(nil)
        feed.stop()
        // A year of a large house takes seconds to read, and a stop must not.
        isStopping.withLock { $0 = true }
        workers.stop(deadlineMilliseconds: 500)
    }

    // MARK: Routing

    /// Answers a request. Nothing here blocks: what takes long is done by the workers.
    private func handle(_ request: HTTPRequest, _ responder: Responder) {
        if let asset = PageAssets.response(path: request.path, headers: request.headers) {
            return responder.respond(HouseGuard.secured(asset))
        }
        switch HouseEndpoint(path: request.path) {
        case .nodes: tell(request, .nodes, responder, HouseAnswers.nodes)
        case .series: tell(request, .series, responder, HouseAnswers.series)
        case .latest: tell(request, .latest, responder, HouseAnswers.latest)
        case .openAPI: tell(request, .openAPI, responder) { _ in OpenAPIDocument.bytes }
        case .range:
            submit(request, responder) { (desk) throws(HouseProblem) in
                try self.range(request, desk)
            }
        case .live: join(request, responder)
        case nil:
            submit(request, responder) { (desk) throws(HouseProblem) in
                try self.page(request, desk)
            }
        }
    }

    /// Answers with what can be said without the store.
    private func tell(
        _ request: HTTPRequest, _ endpoint: HouseEndpoint, _ responder: Responder,
        _ write: @escaping @Sendable (HouseSnapshot) -> [UInt8]
    ) {
        submit(request, responder) { (_) throws(HouseProblem) in
            _ = try RangeQuery(request.query, of: endpoint)
            return Self.json(write(self.board.snapshot()))
        }
    }

    private func submit(
        _ request: HTTPRequest, _ responder: Responder,
        _ answer: @escaping @Sendable (HouseDesk) throws(HouseProblem) -> HTTPResponse
    ) {
        let isTaken = workers.submit { desk in
            let response: HTTPResponse
            do throws(HouseProblem) {
                response = try answer(desk)
            } catch {
                response = self.refusal(of: request, error)
            }
            responder.respond(Self.finished(response, for: request))
        }
        if !isTaken { responder.respond(HouseGuard.secured(refusal(of: request, Self.busy))) }
    }

    private static let busy = HouseProblem(
        .busy, "too many requests are waiting; come back in a second")

    private func refuse(_ problem: HouseProblem, _ responder: Responder) {
        responder.respond(HouseGuard.secured(problem.response))
    }

    private func join(_ request: HTTPRequest, _ responder: Responder) {
        do throws(HouseProblem) {
            _ = try RangeQuery(request.query, of: .live)
            guard feed.join(responder) else {
                throw HouseProblem(.busy, "\(LiveFeed.maximumStreams) pages are open already")
            }
        } catch {
            refuse(error, responder)
        }
    }

    // MARK: Answers, on a worker's thread

    /// A program reads JSON; a person whose browser asked for a page gets one.
    private func refusal(of request: HTTPRequest, _ problem: HouseProblem) -> HTTPResponse {
        let accepted = request.headers.values("Accept").joined().lowercased()
        guard accepted.contains("text/html"), !request.path.hasPrefix(HouseEndpoint.folder) else {
            return problem.response
        }
        return HousePages.response(to: problem, snapshot: board.snapshot())
    }

    private static func json(_ body: [UInt8]) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            headers: ["Content-Type": "application/json", "Cache-Control": "no-store"], body: body)
    }

    private func range(
        _ request: HTTPRequest, _ desk: HouseDesk
    ) throws(HouseProblem) -> HTTPResponse {
        let house = board.snapshot()
        let query = try RangeQuery(request.query, of: .range)
        let wanted = try query.request(nowMilliseconds: house.nowMilliseconds)
        let answer: RangeAnswer
        do throws(RangeError) {
            let open = try RangeError.wrapping { () throws(StoreError) in try desk.open() }
            answer = try open.range.answer(wanted)
            desk.noteSuccess()
        } catch {
            throw problem(error, house, desk)
        }
        // What has no reading in the range nor lately is most likely misspelt.
        for series in answer.series
        where series.points.isEmpty && house.isComplete && house.series(series.id) == nil {
            throw problem(.unknown(series.id), house, desk)
        }
        return Self.json(HouseAnswers.range(wanted, answer))
    }

    private func problem(
        _ error: RangeError, _ house: HouseSnapshot, _ desk: HouseDesk
    ) -> HouseProblem {
        switch error {
        case .unknown(let id):
            let known = house.nodes.flatMap { $0.allSeries.map(\.id.text) }
            return HouseProblem(
                .unknownSeries, error.description, parameter: HouseParameter.series.rawValue,
                suggestions: NearestText.among(known, to: id.text))
        case .cancelled: return HouseProblem(.busy, error.description)
        case .store(let fault):
            if desk.note(fault) { log("the page cannot read the store: " + fault.description) }
            return HouseProblem(.storeFault, "the server's log tells more")
        default: return HouseProblem(.badParameter, error.description)
        }
    }

    private func page(
        _ request: HTTPRequest, _ desk: HouseDesk
    ) throws(HouseProblem) -> HTTPResponse {
        let house = board.snapshot()
        do throws(StoreError) {
            let open = try desk.open()
            let context = PageContext(snapshot: house, range: open.range, reader: open.reader)
            let page = try HousePages.response(
                path: request.path, query: request.query, context: context)
            if let page {
                desk.noteSuccess()
                return page
            }
        } catch {
            throw problem(.store(error), house, desk)
        }
        throw HouseProblem(
            .unknownPath,
            "there is nothing at this path; the page is at /, and the API is described at "
                + HouseEndpoint.openAPI.path,
            suggestions: NearestText.among(HouseEndpoint.allCases.map(\.path), to: request.path))
    }

    // MARK: The last touch

    private static func finished(_ response: HTTPResponse, for request: HTTPRequest) -> HTTPResponse
    {
        HouseGuard.secured(gzipped(response, request.headers))
    }

    private static func gzipped(_ response: HTTPResponse, _ headers: HTTPHeaders) -> HTTPResponse {
        var response = response
        response.headers["Vary"] = "Accept-Encoding"
        guard response.body.count > leastGzipBytes, AcceptEncoding.allowsGzip(headers) else {
            return response
        }
        do throws(GzipError) {
            response.body = try Gzip.compress(response.body, level: gzipLevel)
            response.headers["Content-Encoding"] = "gzip"
        } catch {
            // As it is will do.
        }
        return response
    }

    private static let gzipLevel = 4
}
