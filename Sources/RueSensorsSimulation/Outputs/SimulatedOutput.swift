public import RueSensors

/// An output that only remembers what was done to it.
public final class SimulatedOutput: DigitalOutput {
    /// What becomes of the output when it is closed; nil leaves it as it is.
    public let safeState: Bool?
    /// What it drives, which after ``close()`` is the safe state.
    public private(set) var level: Bool
    /// What it was set to, one after another, with that of ``close()``.
    public private(set) var history: [Bool] = []
    /// Whether it was closed.
    public private(set) var isClosed = false
    /// What every call fails with, while there is something here; nothing is switched then.
    public var fault: BusError?
    /// Is told what it drives, after each call that sets it.
    public var onChange: (Bool) -> Void = { _ in }

    /// Makes an output.
    ///
    /// - Parameters:
    ///   - isOn: what it drives at first.
    ///   - safeState: what it drives after it was closed; nil leaves it as it is.
    public init(isOn: Bool = false, safeState: Bool? = false) {
        level = isOn
        self.safeState = safeState
    }

    /// What it drives, false once it is closed.
    public var isOn: Bool { level && !isClosed }

    /// Switches it.
    ///
    /// - Parameter isOn: on, or off.
    /// - Throws: `.closed`; ``fault``.
    public func set(_ isOn: Bool) throws(BusError) {
        if isClosed { throw .closed }
        if let fault { throw fault }
        drive(isOn)
    }

    /// Drives the safe state. A second time does nothing.
    ///
    /// - Throws: ``fault``; it is closed all the same.
    public func close() throws(BusError) {
        if isClosed { return }
        isClosed = true
        if let fault { throw fault }
        if let safeState { drive(safeState) }
    }

    private func drive(_ isOn: Bool) {
        level = isOn
        history.append(isOn)
        onChange(isOn)
    }
}
