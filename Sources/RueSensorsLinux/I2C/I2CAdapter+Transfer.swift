internal import RueSensors

extension I2CAdapter {
    /// Makes the transfer in the best way that the adapter knows.
    ///
    /// - Returns: a negative errno, or 0 and more.
    /// - Throws: `.unsupported` when it knows none; `.shortTransfer`.
    func transfer(_ address: UInt8, writing bytes: [UInt8], into buffer: inout [UInt8])
        throws(BusError) -> Int32
    {
        if abilities.contains(.combined) {
            return combined(address, writing: bytes, into: &buffer)
        }
        switch (bytes.count, buffer.count) {
        case (0, 1): return take(readByte(), into: &buffer)
        case (1, 1): return take(readByte(command: bytes[0]), into: &buffer)
        case (1, 0): return writeByte(bytes[0])
        case (2, 0): return writeByte(bytes[1], command: bytes[0])
        case (1, 2...32) where abilities.contains(.readBlock):
            return try readWholeBlock(command: bytes[0], into: &buffer)
        case (3...33, 0) where abilities.contains(.writeBlock):
            return writeBlock([UInt8](bytes.dropFirst()), command: bytes[0])
        default:
            throw .unsupported
        }
    }

    private func take(_ result: Int32, into buffer: inout [UInt8]) -> Int32 {
        if result >= 0 { buffer[0] = UInt8(truncatingIfNeeded: result) }
        return result
    }

    private func readWholeBlock(command: UInt8, into buffer: inout [UInt8]) throws(BusError)
        -> Int32
    {
        let count = readBlock(command: command, into: &buffer)
        guard count < 0 || Int(count) == buffer.count else {
            throw .shortTransfer(expected: buffer.count, actual: Int(count))
        }
        return count
    }
}
