import RueHTTP
import RueServer

/// What every request to the household's port must fulfil, and what every answer carries.
enum HouseGuard {
    /// The longest query; beyond RueHTTP's limit on all headers the answer is 431.
    static let maximumQueryBytes = 4_096

    /// Checks what can be checked before a request is read to its end.
    ///
    /// - Parameters:
    ///   - head: the request's.
    ///   - peer: who asks.
    /// - Throws: `.notLoopback`, `.wrongHost`, `.foreignSite`, `.method`, `.queryTooLong`.
    static func check(_ head: RequestHead, from peer: PeerAddress) throws(HouseProblem) {
        guard peer.isLoopback else {
            throw HouseProblem(
                .notLoopback,
                "there are no accounts yet, so the house is shown on the server itself only")
        }
        // A page of another site that lets its own name point here (DNS rebinding) must not read
        // the house through the browser of someone who lives in it.
        guard isOwn(host: head.headers["Host"] ?? "") else {
            throw HouseProblem(
                .wrongHost, "ask for localhost, 127.0.0.1 or [::1]; through a tunnel too")
        }
        // Such a page could not read the answers, but it could have the server work for nothing.
        // A link that somebody follows is no such request.
        guard
            head.headers["Sec-Fetch-Site"] != "cross-site"
                || head.headers["Sec-Fetch-Mode"] == "navigate"
        else {
            throw HouseProblem(.foreignSite, "only the house's own pages may ask in a browser")
        }
        guard head.method == "GET" || head.method == "HEAD" else {
            throw HouseProblem(.method, "nothing can be changed here; use GET or HEAD")
        }
        guard (head.query ?? "").utf8.count <= maximumQueryBytes else {
            throw HouseProblem(
                .queryTooLong, "a query may have \(maximumQueryBytes) bytes at most")
        }
    }

    static func isOwn(host: String) -> Bool {
        for name in ["localhost", "127.0.0.1", "[::1]"] {
            guard HTTPHeaders.isSame(String(host.prefix(name.count)), name) else { continue }
            let rest = host.dropFirst(name.count)
            if rest.isEmpty { return true }
            let port = rest.dropFirst()
            return rest.first == ":" && port.isDigits && port.utf8.count <= 5
        }
        return false
    }

    /// Adds to an answer what browsers are to know of all of them.
    static func secured(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        for (name, value) in headers { response.headers[name] = value }
        return response
    }

    private static let headers: [(String, String)] = [
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                + "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
                + "frame-ancestors 'none'"
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
}
