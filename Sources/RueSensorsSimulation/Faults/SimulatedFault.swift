/// What a simulated sensor can be made to suffer, under the words of a node's description.
///
/// Not every sensor suffers everything: ``possible(on:)``.
public enum SimulatedFault: CaseIterable, Equatable, Sendable, CustomStringConvertible {
    /// Nothing answers: no power, or a broken wire. When it ends the chip was without power.
    case silent
    /// It is there when a sample begins, and gone when its values are to be collected.
    case unplugged
    /// The supply fails for a moment after the conversion began: the chip forgets its settings.
    case brownOut
    /// One transfer of a sample is not acknowledged, and the chip hears nothing of it.
    case nack
    /// The last bytes of one answer do not arrive.
    case shortTransfer
    /// One bit of one answer arrives wrong. Whether it matters or not, it is never a value: what a
    /// wire has no checksum for is read twice.
    case bitFlip
    /// A line is held at ground.
    case stuckLow
    /// A line cannot be pulled low.
    case stuckHigh
    /// The conversion never ends.
    case neverReady
    /// Another kind of chip answers in its place.
    case wrongChip
    /// The chip's factory calibration is gone.
    case blankMemory
    /// What comes does not match its checksum.
    case checksum
    /// Falling edges are lost.
    case droppedEdges
    /// Falling edges are seen only together with the next, late.
    case mergedEdges
    /// The answer begins later than the manual allows.
    case lateStart
    /// It answers no more until its supply is cut, or the fault is over.
    case hung
    /// Only zeros come, which pass the checksum of 1-Wire: a shorted line.
    case zeros
    /// The supply fails for a moment during the conversion of a DS18B20, which then shows 85 °C.
    case powerOnValue
    /// The EEPROM does not keep what is written into it.
    case eepromRefusal

    /// The word for it, such as `bit-flip`.
    public var description: String {
        switch self {
        case .silent: "silent"
        case .unplugged: "unplugged"
        case .brownOut: "brown-out"
        case .nack: "nack"
        case .shortTransfer: "short-transfer"
        case .bitFlip: "bit-flip"
        case .stuckLow: "stuck-low"
        case .stuckHigh: "stuck-high"
        case .neverReady: "never-ready"
        case .wrongChip: "wrong-chip"
        case .blankMemory: "blank-memory"
        case .checksum: "checksum"
        case .droppedEdges: "dropped-edges"
        case .mergedEdges: "merged-edges"
        case .lateStart: "late-start"
        case .hung: "hung"
        case .zeros: "zeros"
        case .powerOnValue: "power-on-value"
        case .eepromRefusal: "eeprom-refusal"
        }
    }

    /// Finds the fault that a word names.
    ///
    /// - Parameter word: as in ``description``; nil results from any other.
    public init?(_ word: String) {
        guard let found = SimulatedFault.allCases.first(where: { $0.description == word }) else {
            return nil
        }
        self = found
    }

    /// Whether it comes once and stays, instead of anew with each sample.
    var comesOnce: Bool { self == .hung }
}
