import RueSensors

/// A bus that notes how many bytes each transfer writes and reads.
final class MeasuringBus: I2CBus {
    private(set) var sizes: [(written: Int, read: Int)] = []
    /// What happens before a transfer, counted from 0.
    var beforeTransfer: ((Int) -> Void)?
    private let bus: any I2CBus

    init(_ bus: any I2CBus) { self.bus = bus }

    func transfer(address: UInt8, writing bytes: [UInt8], reading readCount: Int)
        throws(BusError) -> [UInt8]
    {
        beforeTransfer?(sizes.count)
        sizes.append((bytes.count, readCount))
        return try bus.transfer(address: address, writing: bytes, reading: readCount)
    }
}
