public import RueSensors

/// A bus that expects exactly the transfers it was given, byte for byte and in order, and answers
/// what it was told: for tests that say what a driver sends.
public final class PlaybackI2CBus: I2CBus {
    /// One expected transfer.
    public struct Step: Equatable, Sendable {
        let address: UInt8
        let written: [UInt8]
        let readCount: Int
        let answer: [UInt8]
        let error: BusError?

        /// Expects bytes to be written and others to be read.
        ///
        /// - Parameters:
        ///   - address: the chip's address.
        ///   - bytes: what must be written.
        ///   - answer: what is answered; as many bytes must be asked for.
        /// - Returns: the step.
        public static func transfer(_ address: UInt8, _ bytes: [UInt8], answer: [UInt8] = [])
            -> Step
        {
            Step(
                address: address, written: bytes, readCount: answer.count, answer: answer,
                error: nil)
        }

        /// Expects a transfer and lets it fail.
        ///
        /// - Parameters:
        ///   - address: the chip's address.
        ///   - bytes: what must be written.
        ///   - readCount: how many bytes must be asked for.
        ///   - error: what is thrown.
        /// - Returns: the step.
        public static func failure(
            _ address: UInt8, _ bytes: [UInt8], reading readCount: Int, _ error: BusError
        ) -> Step {
            Step(address: address, written: bytes, readCount: readCount, answer: [], error: error)
        }
    }

    /// What the driver did otherwise than expected, at its first mistake; nil so far.
    public private(set) var mismatch: String?
    private let steps: [Step]
    private var position = 0

    /// Makes a bus.
    ///
    /// - Parameter steps: the transfers to come, in order.
    public init(_ steps: [Step]) { self.steps = steps }

    /// Whether everything that was expected has happened, and nothing else.
    public var isFinished: Bool { position == steps.count && mismatch == nil }

    /// Plays the next step.
    ///
    /// - Parameters:
    ///   - address: the 7-bit address.
    ///   - bytes: what is written.
    ///   - readCount: how many bytes are read.
    /// - Returns: the step's answer.
    /// - Throws: the step's error; `.os(errno: 71)` (EPROTO) for a transfer that was not expected.
    public func transfer(address: UInt8, writing bytes: [UInt8], reading readCount: Int)
        throws(BusError) -> [UInt8]
    {
        guard mismatch == nil, position < steps.count else {
            throw refuse("transfer beyond the last step")
        }
        let step = steps[position]
        guard step.address == address, step.written == bytes, step.readCount == readCount else {
            throw refuse(PlaybackI2CBus.text(address, bytes, readCount))
        }
        position += 1
        if let error = step.error { throw error }
        return step.answer
    }

    private func refuse(_ what: String) -> BusError {
        if mismatch == nil { mismatch = "step " + String(position) + ": " + what }
        return .os(errno: 71)
    }

    private static func text(_ address: UInt8, _ bytes: [UInt8], _ readCount: Int) -> String {
        var text = "at 0x" + String(address, radix: 16) + " wrote"
        for byte in bytes { text += " " + String(byte, radix: 16) }
        return text + ", reads " + String(readCount)
    }
}
