/// A fault of one sensor, and when it has it.
public struct PlannedFault: Equatable, Sendable {
    /// The sensor's id.
    public let sensor: String

    /// What it suffers, one of the words that the reader of the file was told of.
    public let word: String

    /// When.
    public let times: FaultTimes

    /// Of a hundred samples how many suffer it, 1 to 100.
    public let chancePercent: Int

    /// Which transfer of a sample suffers it, from 1; nil for a drawn one.
    public let transaction: Int?

    /// How many falling edges of a frame, 1 to 42; nil where nothing was said.
    public let edges: Int?

    /// How late an answer begins, in milliseconds; nil where nothing was said.
    public let lateMilliseconds: Int?

    /// A fault of one sensor.
    /// - Parameters:
    ///   - sensor: the sensor's id.
    ///   - word: what it suffers.
    ///   - times: when.
    ///   - chancePercent: of a hundred samples how many suffer it.
    ///   - transaction: which transfer of a sample, from 1; nil for a drawn one.
    ///   - edges: how many falling edges of a frame; nil where nothing was said.
    ///   - lateMilliseconds: how late an answer begins; nil where nothing was said.
    public init(
        sensor: String, word: String, times: FaultTimes, chancePercent: Int = 100,
        transaction: Int? = nil, edges: Int? = nil, lateMilliseconds: Int? = nil
    ) {
        self.sensor = sensor
        self.word = word
        self.times = times
        self.chancePercent = chancePercent
        self.transaction = transaction
        self.edges = edges
        self.lateMilliseconds = lateMilliseconds
    }
}
