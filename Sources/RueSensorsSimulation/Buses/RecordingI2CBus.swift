public import RueSensors

/// A bus that passes every transfer on to another and keeps what was said: to take what a real chip
/// answers home as a text, which a ``PlaybackI2CBus`` plays again.
///
/// Adds no time of its own. Not thread-safe, as the bus below.
public final class RecordingI2CBus: I2CBus {
    /// What was recorded so far, each a line of a fixture: comments and transfers, in order.
    public private(set) var lines: [String] = []
    private let bus: any I2CBus

    /// Records what goes over a bus from now on.
    ///
    /// - Parameter bus: the real bus, or a simulated one.
    public init(_ bus: any I2CBus) { self.bus = bus }

    /// Adds a comment: what was recorded, by whom, when.
    ///
    /// - Parameter text: what to say; each of its lines becomes a comment.
    public func note(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            lines.append(line.isEmpty ? "#" : "# " + String(line))
        }
    }

    /// What was recorded so far, as the text of a fixture; see ``PlaybackI2CBus/init(fixture:)``.
    public var fixture: String {
        var text = ""
        for line in lines { text += line + "\n" }
        return text
    }

    /// Passes a transfer on, and keeps it with its answer or its error.
    ///
    /// - Parameters:
    ///   - address: the 7-bit address.
    ///   - bytes: what is written.
    ///   - readCount: how many bytes are read.
    /// - Returns: the answer of the bus below.
    /// - Throws: what the bus below throws.
    public func transfer(address: UInt8, writing bytes: [UInt8], reading readCount: Int)
        throws(BusError) -> [UInt8]
    {
        do throws(BusError) {
            let answer = try bus.transfer(address: address, writing: bytes, reading: readCount)
            keep(.transfer(address, bytes, answer: answer))
            return answer
        } catch {
            keep(.failure(address, bytes, reading: readCount, error))
            throw error
        }
    }

    private func keep(_ step: PlaybackI2CBus.Step) { lines.append(step.fixtureLine) }
}
