import RueSensors

/// Nine bytes as they came from the wire; of eight the checksum is computed, so that the fuzzer gets
/// past it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    var bytes = [UInt8](UnsafeBufferPointer(start: data, count: size))
    if bytes.count == 8 { bytes.append(OneWireCRC.of(bytes)) }
    do throws(SensorError) {
        let pad = try DS18B20.Scratchpad(bytes)
        precondition((-55_000...125_000).contains(pad.milliCelsius))
        precondition(OneWireCRC.of(bytes[..<8]) == bytes[8])
        // Neither the shorted line, whose zeros pass the checksum, nor the value of power-on.
        precondition(!bytes.allSatisfy { $0 == 0 })
        precondition(!(bytes[0] == 0x50 && bytes[1] == 0x05 && bytes[6] == 0x0C))
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
