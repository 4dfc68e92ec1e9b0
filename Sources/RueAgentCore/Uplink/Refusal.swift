public import RueHTTP
public import RueWire

/// An answer that is not 200, in what matters of it.
public struct Refusal: Equatable, Sendable, CustomStringConvertible {
    /// The HTTP status.
    public let status: Int

    /// The protocol's own code, when the answer has one.
    public let code: ProblemCode?

    /// A signed head that came with it, not yet verified.
    public let head: [UInt8]?

    /// How many seconds the server asks to wait.
    public let retryAfterSeconds: UInt64?

    private let detail: String

    /// Reads an answer.
    /// - Parameter response: an answer that is not 200.
    public init(_ response: HTTPResponse) {
        status = response.status
        retryAfterSeconds = response.headers["Retry-After"].flatMap { UInt64($0) }
        do throws(WireError) {
            let problem = try Problem(decoding: response.body)
            code = problem.code
            head = problem.head
            detail = shortened(problem.detail.isEmpty ? problem.title : problem.detail)
        } catch {
            // Something else than Rue answered, or a proxy; the status is all there is.
            code = nil
            head = nil
            detail = HTTPResponse.reason(response.status)
        }
    }

    /// The refusal in a few words, control characters replaced.
    public var description: String {
        let name = code.map { " " + $0.text } ?? ""
        var clean = ""
        for scalar in detail.unicodeScalars {
            clean.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
        }
        return "\(status)\(name) (\(clean))"
    }
}
