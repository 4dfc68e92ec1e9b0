public import RueSensors

/// A chip on a ``SimulatedI2CBus``: what it does with the bytes of a transfer.
public protocol SimulatedI2CDevice: AnyObject {
    /// Takes the bytes, then answers, as in `I2CBus`.
    ///
    /// - Parameters:
    ///   - bytes: what the controller writes.
    ///   - readCount: how many bytes it then reads.
    /// - Returns: `readCount` bytes.
    /// - Throws: `BusError`, usually `.noAcknowledge`.
    func transfer(writing bytes: [UInt8], reading readCount: Int) throws(BusError) -> [UInt8]
}
