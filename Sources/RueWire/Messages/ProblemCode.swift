/// What kind of problem it is: the codes of Rue, each with its HTTP status.
public enum ProblemCode: UInt8, CaseIterable, Sendable {
    /// The message, its envelope or its protected header is not acceptable.
    case malformed
    /// The signature is wrong, or its key not known.
    case signature
    /// The key is revoked, or was rotated away before this item.
    case revoked
    /// Something about the enrolment is wrong; it is not told what.
    case token
    /// No such endpoint.
    case notFound
    /// The endpoint does not take this method.
    case method
    /// The request was not received in time.
    case timeout
    /// Items before this one are missing.
    case gap
    /// Another item has this number.
    case fork
    /// The item does not follow the one before it.
    case chain
    /// The request has no length.
    case length
    /// The body, or the number of items, is too large.
    case tooLarge
    /// Not the media type that belongs there, or encoded.
    case mediaType
    /// Too many requests or bytes; try again later.
    case tooMany
    /// The request's headers are too large.
    case headers
    /// A fault of the server.
    case `internal`
    /// The server's disk is full.
    case diskFull

    /// The code as it is sent.
    public var text: String {
        switch self {
        case .malformed: "malformed"
        case .signature: "signature"
        case .revoked: "revoked"
        case .token: "token"
        case .notFound: "not-found"
        case .method: "method"
        case .timeout: "timeout"
        case .gap: "gap"
        case .fork: "fork"
        case .chain: "chain"
        case .length: "length"
        case .tooLarge: "too-large"
        case .mediaType: "media-type"
        case .tooMany: "too-many"
        case .headers: "headers"
        case .internal: "internal"
        case .diskFull: "disk-full"
        }
    }

    /// The HTTP status that it comes with.
    public var status: Int {
        switch self {
        case .malformed: 400
        case .signature: 401
        case .revoked, .token: 403
        case .notFound: 404
        case .method: 405
        case .timeout: 408
        case .gap, .fork, .chain: 409
        case .length: 411
        case .tooLarge: 413
        case .mediaType: 415
        case .tooMany: 429
        case .headers: 431
        case .internal: 500
        case .diskFull: 503
        }
    }

    /// Finds a code by its text.
    ///
    /// - Parameter text: the code as it is sent; nil results from any other text.
    public init?(text: String) {
        for code in ProblemCode.allCases where code.text == text {
            self = code
            return
        }
        return nil
    }
}

extension ProblemCode: CustomStringConvertible {
    /// The code as it is sent.
    public var description: String { text }
}
