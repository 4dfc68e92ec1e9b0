/// A fault, and when it comes.
public struct ScriptedFault: Equatable, Sendable {
    /// What goes wrong.
    public var fault: SimulatedFault
    /// When, since the script's start.
    public var window: FaultWindow
    /// Of a hundred samples how many suffer it, 1…100; of a DHT, whose samples try again, of a hundred
    /// frames. Of ``SimulatedFault/hung``, in how many of a hundred of the windows it comes.
    public var chancePercent: Int
    /// Which transfer of a sample suffers it, from 0; one that reads, or the next one that does, where
    /// there is something to falsify. Nil for another one of the first five each time.
    public var transaction: Int?
    /// How many falling edges of a frame, 1…42.
    public var edges: Int
    /// How late an answer begins, in µs.
    public var lateMicroseconds: UInt32

    /// A fault, and when it comes.
    ///
    /// - Parameters:
    ///   - fault: what goes wrong.
    ///   - window: when.
    ///   - chancePercent: of a hundred samples how many suffer it.
    ///   - transaction: which transfer of a sample; nil for a drawn one.
    ///   - edges: how many falling edges.
    ///   - lateMicroseconds: how late an answer begins, in µs. Up to 3000 do not harm.
    public init(
        _ fault: SimulatedFault, window: FaultWindow = .always, chancePercent: Int = 100,
        transaction: Int? = nil, edges: Int = 1, lateMicroseconds: UInt32 = 5000
    ) {
        self.fault = fault
        self.window = window
        self.chancePercent = chancePercent
        self.transaction = transaction
        self.edges = edges
        self.lateMicroseconds = lateMicroseconds
    }
}
