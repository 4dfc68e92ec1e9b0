internal import RueWire

/// A record that thinning leaves as it is.
struct KeptRecord {
    let name: String
    let unit: String?
    let value: SenMLValue
    let time: Int64

    /// No fewer bytes than it takes in a pack.
    var largestEncoding: Int {
        SampledRecord(.reading, name: name, unit: unit, value: value, uptimeMilliseconds: 0)
            .largestEncoding
    }

    /// A number that the node tells of itself.
    static func declaration(
        _ name: String, _ unit: String, _ value: Int64, _ time: Int64
    ) -> KeptRecord {
        KeptRecord(
            name: name, unit: unit, value: .decimal(DecimalFraction(integer: value)), time: time)
    }
}
