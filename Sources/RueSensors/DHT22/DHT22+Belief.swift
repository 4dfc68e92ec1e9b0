extension DHT22 {
    /// The readings of a frame that can be believed.
    ///
    /// Of a frame that lacks an edge the checksum chooses between two possibilities, so that it
    /// proves less: one in 128 of those frames that have another mistake as well passes it. Such a
    /// frame counts only when it says nearly what the one before it said, be that whole or made good
    /// as well: then both would have to be wrong in the same way.
    func believed(_ edges: [UInt64]) throws(SensorError) -> [Reading] {
        let frame = try DHTFrame(fallingEdges: edges)
        let readings = try frame.readings(from: configuration.model)
        let before = lastFrame
        lastFrame = readings
        guard frame.wasRecovered else { return readings }
        guard let before, DHT22.isNear(readings, before) else {
            counters.doubted += 1
            throw .truncatedFrame(edges: edges.count)
        }
        counters.recovered += 1
        return readings
    }

    /// What an air in which someone takes a shower does between two frames, seldom more: a degree,
    /// and five percent.
    private static func isNear(_ readings: [Reading], _ others: [Reading]) -> Bool {
        abs(readings[0].milli - others[0].milli) <= 1000
            && abs(readings[1].milli - others[1].milli) <= 5000
    }
}
