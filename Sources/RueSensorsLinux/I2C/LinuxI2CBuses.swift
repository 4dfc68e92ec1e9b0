public import RueSensors

/// The buses of a program: each is opened when it is first asked for, and only once.
public final class LinuxI2CBuses {
    private var buses: [LinuxI2CBus] = []
    private let open: (String) throws(BusError) -> LinuxI2CBus

    /// Makes an empty collection; nothing is opened.
    public init() {
        open = { (path: String) throws(BusError) -> LinuxI2CBus in try LinuxI2CBus(path: path) }
    }

    init(open: @escaping (String) throws(BusError) -> LinuxI2CBus) { self.open = open }

    /// The bus at a path, which all its drivers share. Blocks for opening the file, when it is asked
    /// for first.
    ///
    /// - Parameter path: such as `/dev/i2c-1`.
    /// - Returns: the one bus for this path.
    /// - Throws: `.cannotOpen`; the next call tries again.
    public func bus(at path: String) throws(BusError) -> LinuxI2CBus {
        if let bus = buses.first(where: { $0.path == path }) { return bus }
        let bus = try open(path)
        buses.append(bus)
        return bus
    }

    /// Closes every bus, once; drivers that still hold one get `.closed`. A bus that is asked for
    /// later is opened anew.
    public func closeAll() {
        for bus in buses { bus.close() }
        buses = []
    }
}
