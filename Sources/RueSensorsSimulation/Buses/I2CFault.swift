public import RueSensors

/// What can be made to happen to one transfer on a ``SimulatedI2CBus``.
public enum I2CFault: Equatable, Sendable {
    /// The transfer fails, and the chip sees nothing of it.
    case failure(BusError)
    /// The chip sees the whole transfer, but its last bytes do not arrive; none, if fewer than one
    /// are missing.
    case shortTransfer(missing: Int)
    /// One bit of what is read arrives wrong. I²C has no checksum: the driver may not notice. A byte
    /// that is not read flips nothing; of the bit's number the lowest three bits count.
    case bitFlip(byte: Int, bit: Int)
    /// One bit of what is written arrives wrong at the chip, which acknowledges it all the same. A byte
    /// that is not written flips nothing.
    case writtenBitFlip(byte: Int, bit: Int)
    /// Every bit of what is read arrives as 1, as from a line that nobody pulls down.
    case readsOnes
    /// Every bit of what is read arrives as 0.
    case readsZeros
}
