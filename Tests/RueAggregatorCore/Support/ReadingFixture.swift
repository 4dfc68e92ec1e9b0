import RueWire

@testable import RueAggregatorCore

enum ReadingFixture {
    static func make(
        node: String, baseName: String, series: String, unit: String?, value: SenMLValue,
        time: Int64?, isUncertain: Bool = false, isVerified: Bool
    ) throws -> StoredReading {
        StoredReading(
            node: node, baseName: baseName, series: series, unit: unit, value: value,
            timeMilliseconds: time, isUncertain: isUncertain, isVerified: isVerified, sequence: 1)
    }
}
