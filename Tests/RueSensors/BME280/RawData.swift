/// The data registers 0xF7…0xFE of a chip.
enum RawData {
    static func bytes(pressure: UInt32, temperature: UInt32, humidity: UInt32?) -> [UInt8] {
        var bytes = twenty(pressure) + twenty(temperature)
        if let humidity { bytes += [UInt8(humidity >> 8), UInt8(humidity & 0xFF)] }
        return bytes
    }

    private static func twenty(_ raw: UInt32) -> [UInt8] {
        [UInt8(raw >> 12), UInt8(raw >> 4 & 0xFF), UInt8(raw << 4 & 0xF0)]
    }
}
