/// How a room is, in one word: the worst of what can be said of its node and sensors.
enum RoomState: String, Sendable {
    case live, waiting, stale, silent, failing

    init(_ node: NodeState) {
        let conditions = node.sensors.map(\.condition)
        self =
            switch node.condition {
            case .waiting: .waiting
            case .silent: .silent
            case .live where conditions.contains(.failing): .failing
            case .live where conditions.contains(.stale): .stale
            case .live: .live
            }
    }

    /// Whether somebody should go and look.
    var needsLook: Bool {
        switch self {
        case .live, .waiting: false
        case .stale, .silent, .failing: true
        }
    }

    /// The badge's word.
    var word: String {
        switch self {
        case .live: "Live"
        case .waiting: "Waiting"
        case .stale: "No news"
        case .silent: "No contact"
        case .failing: "Sensor fault"
        }
    }
}
