import RueSensors

/// Five bytes or fewer are a frame; more are the gaps between falling edges, two bytes each, in units
/// of 8 ns.
enum FuzzDHTFrame: FuzzTarget {
    static func check(_ input: [UInt8]) {
        do throws(SensorError) {
            let frame =
                try input.count <= 5 ? DHTFrame(bytes: input) : DHTFrame(fallingEdges: edges(input))
            check(frame)
        } catch {
            require(!error.description.isEmpty, "an error says what is wrong")
        }
    }

    private static func edges(_ input: [UInt8]) -> [UInt64] {
        var now: UInt64 = 0
        var times = [now]
        for index in stride(from: 0, to: input.count - 1, by: 2) {
            now += (UInt64(input[index]) << 8 | UInt64(input[index + 1])) * 8
            times.append(now)
        }
        return times
    }

    /// Whatever came, the checksum of what is handed on is right and every value is one that the
    /// model can measure.
    private static func check(_ frame: DHTFrame) {
        let bytes = frame.bytes
        require(
            bytes.count == 5 && bytes[0] &+ bytes[1] &+ bytes[2] &+ bytes[3] == bytes[4],
            "the checksum is right")
        for model in DHT22.Model.allCases {
            do throws(SensorError) {
                for reading in try frame.readings(from: model) { check(reading, of: frame) }
            } catch {
                require(!error.description.isEmpty, "an error says what is wrong")
            }
        }
    }

    private static func check(_ reading: Reading, of frame: DHTFrame) {
        require(
            reading.flags.contains(.recovered) == frame.wasRecovered, "a recovered frame is told")
        require(reading.milli % 100 == 0, "a DHT measures tenths")
        switch reading.quantity {
        case .temperature: require((-40_000...80_000).contains(reading.milli), "a temperature")
        case .relativeHumidity: require((0...100_000).contains(reading.milli), "a humidity")
        case .pressure: require(false, "a DHT has no pressure")
        }
    }
}
