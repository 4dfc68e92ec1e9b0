import RueHTTP

extension HousePages {
    /// A problem as a page, for a person who came to it with a browser.
    ///
    /// - Parameters:
    ///   - problem: what is wrong.
    ///   - snapshot: the house as it is now.
    /// - Returns: the problem's own answer, with a page for its body.
    static func response(to problem: HouseProblem, snapshot: HouseSnapshot) -> HTTPResponse {
        let view = HouseView(
            snapshot: snapshot, zone: .machine, history: { _ in nil }, overview: { _ in nil },
            pending: { [] })
        let text = problem.detail.prefix(1).uppercased() + problem.detail.dropFirst() + "."
        var response = problem.response
        response.headers["Content-Type"] = "text/html; charset=utf-8"
        response.body = Array(
            ProblemPage.html(title: problem.kind.title, text: text, view).markup.utf8)
        return response
    }
}
