import RueHTTP
import RueWire

/// What a node may ask for.
enum NodeEndpoint: CaseIterable {
    case enrol
    case batches
    case head
    case commands

    var path: String {
        switch self {
        case .enrol: "/v1/enrol"
        case .batches: "/v1/batches"
        case .head: "/v1/head"
        case .commands: "/v1/commands"
        }
    }

    var mediaType: String {
        switch self {
        case .enrol, .head, .commands: MediaType.message
        case .batches: MediaType.sequence
        }
    }

    /// The largest body: an item or a sequence of them. A head request carries the grant and every
    /// rotation.
    var maximumBodyBytes: Int {
        switch self {
        case .enrol, .commands: WireLimits.itemBytes
        case .batches, .head: WireLimits.bodyBytes
        }
    }

    /// Finds what a request is for, and refuses what can be refused before its body is read.
    init(method: String, path: String, headers: HTTPHeaders) throws(Refusal) {
        guard let found = Self.allCases.first(where: { $0.path == path }) else {
            throw Refusal(.notFound, "there is nothing at this path")
        }
        guard method == "POST" else {
            throw Refusal(.method, "this path takes POST only")
        }
        guard headers.values("Content-Encoding").isEmpty else {
            throw Refusal(.mediaType, "Content-Encoding is not accepted; send the body as it is")
        }
        let types = headers.values("Content-Type")
        guard types.count == 1, MediaTypeCheck.isSame(types[0], found.mediaType) else {
            throw Refusal(.mediaType, "this path takes \(found.mediaType)")
        }
        self = found
    }
}
