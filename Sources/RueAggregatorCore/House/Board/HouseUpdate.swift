/// What has changed since the last look at the log.
struct HouseUpdate: Sendable {
    /// When, in milliseconds since 1970.
    let nowMilliseconds: Int64
    /// How much of the log has been seen.
    let logPosition: Int64
    /// Whether nodes were enrolled, renamed, revoked or confirmed.
    var hasOtherNodes = false
    /// What arrived, one entry a node; empty when nothing did.
    let arrivals: [Arrival]

    /// What arrived from one node.
    struct Arrival: Sendable {
        /// The admin's name for it.
        let node: String
        /// When the last of it came, in milliseconds since 1970.
        let receivedMilliseconds: Int64
        /// The newest value of each series that had one.
        let values: [SeriesState]
        /// The newest fault of each sensor that had one.
        let faults: [Fault]
        /// The first and last time that the new readings are of; nil while not known.
        let times: ClosedRange<Int64>?
        /// How many batches.
        let batches: Int64
    }

    /// A sensor's fault.
    struct Fault: Sendable {
        let sensor: String
        let fault: SensorState.Fault
    }
}
