import RueSensors

/// Five bytes or fewer are a frame; more are the gaps between falling edges, two bytes each, in units
/// of 8 ns.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: data, count: size))
    do throws(SensorError) {
        let frame =
            try input.count <= 5 ? DHTFrame(bytes: input) : DHTFrame(fallingEdges: edges(input))
        check(frame)
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}

private func edges(_ input: [UInt8]) -> [UInt64] {
    var now: UInt64 = 0
    var times = [now]
    for index in stride(from: 0, to: input.count - 1, by: 2) {
        now += (UInt64(input[index]) << 8 | UInt64(input[index + 1])) * 8
        times.append(now)
    }
    return times
}

/// Whatever came, the checksum of what is handed on is right and every value is one that the model
/// can measure.
private func check(_ frame: DHTFrame) {
    let bytes = frame.bytes
    precondition(bytes.count == 5 && bytes[0] &+ bytes[1] &+ bytes[2] &+ bytes[3] == bytes[4])
    for model in DHT22.Model.allCases {
        do throws(SensorError) {
            for reading in try frame.readings(from: model) {
                precondition(reading.flags.contains(.recovered) == frame.wasRecovered)
                precondition(reading.milli % 100 == 0)
                switch reading.quantity {
                case .temperature: precondition((-40_000...80_000).contains(reading.milli))
                case .relativeHumidity: precondition((0...100_000).contains(reading.milli))
                case .pressure: preconditionFailure("a DHT has no pressure")
                }
            }
        } catch {
            precondition(!error.description.isEmpty)
        }
    }
}
