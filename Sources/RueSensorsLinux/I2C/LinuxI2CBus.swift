internal import CI2C
public import RueSensors

/// An I²C bus of the kernel: `/dev/i2c-1` on every Raspberry Pi's header.
///
/// Open a bus once and give it to all the drivers of the chips on it; it is closed once, by
/// ``close()`` or with its last owner. A transfer blocks for the adapter's own timeout at most (one
/// second on a Raspberry Pi). Not thread-safe.
///
/// Other programs may open the bus too: the kernel lets whole transfers alternate, and keeps none
/// out. What it does keep for itself is an address that one of its own drivers has.
///
/// Where the adapter can, a transfer is one combined transaction (I2C_RDWR). An adapter that speaks
/// SMBus only gets the equivalent SMBus calls, up to 32 bytes.
public final class LinuxI2CBus: I2CBus {
    /// The device file.
    public let path: String
    private var adapter: (any I2CAdapter)?

    /// Opens a bus by its device file.
    ///
    /// - Parameter path: such as `/dev/i2c-1`.
    /// - Throws: `.cannotOpen`, whose description says what to do.
    public init(path: String) throws(BusError) {
        self.path = path
        adapter = try I2CDeviceFile(path: path)
    }

    /// Opens a bus by its number.
    ///
    /// - Parameter number: 1 for the header of a Raspberry Pi.
    /// - Throws: `.cannotOpen`, whose description says what to do.
    public convenience init(number: Int) throws(BusError) {
        try self.init(path: LinuxI2CBus.path(of: number))
    }

    init(path: String, adapter: any I2CAdapter) {
        self.path = path
        self.adapter = adapter
    }

    deinit { close() }

    /// Closes the bus; every later transfer throws `.closed`. Calling it again does nothing.
    public func close() {
        adapter?.close()
        adapter = nil
    }

    /// The device file of a numbered bus.
    ///
    /// - Parameter number: the bus number.
    /// - Returns: `/dev/i2c-1` for 1.
    public static func path(of number: Int) -> String { "/dev/i2c-" + String(number) }

    /// The buses of this machine, for looking around.
    ///
    /// - Parameter folder: where device files are.
    /// - Returns: the numbers of the buses, ascending; none if there is no I²C.
    /// - Throws: `.cannotOpen` if the folder cannot be read.
    public static func availableNumbers(in folder: String = "/dev") throws(BusError) -> [Int] {
        var numbers = [Int32](repeating: 0, count: 256)
        let count = rue_i2c_list(folder, &numbers, 256)
        guard count >= 0 else { throw .cannotOpen(path: folder, errno: -count) }
        return numbers[..<Int(count)].map { Int($0) }.sorted()
    }

    /// Carries out a transfer. One that a signal interrupts is repeated whole, three times at most.
    ///
    /// - Parameters:
    ///   - address: the 7-bit address, 0x03…0x77.
    ///   - bytes: what to write.
    ///   - readCount: how many bytes to read then.
    /// - Returns: `readCount` bytes.
    /// - Throws: `BusError`; `.addressBusy`, which names it, if a kernel driver owns the address;
    ///   `.unsupported` for what an SMBus adapter cannot do, or a transfer of nothing, or of more
    ///   than 8192 bytes.
    public func transfer(address: UInt8, writing bytes: [UInt8], reading readCount: Int)
        throws(BusError) -> [UInt8]
    {
        guard let adapter else { throw .closed }
        guard (0...8192).contains(readCount), bytes.count <= 8192, bytes.count + readCount > 0
        else { throw .unsupported }
        // Also on the combined path, which would not notice that a kernel driver owns the address.
        let selected = adapter.select(address)
        if selected == -LinuxI2CBus.busy {
            throw .addressBusy(bus: path, address: address, holder: adapter.holder(of: address))
        }
        try check(selected)
        for _ in 0..<3 {
            var buffer = [UInt8](repeating: 0, count: readCount)
            let result = try adapter.transfer(address, writing: bytes, into: &buffer)
            if result == -LinuxI2CBus.interrupted { continue }
            try check(result)
            return buffer
        }
        throw .os(errno: LinuxI2CBus.interrupted)
    }

    private func check(_ result: Int32) throws(BusError) {
        if result < 0 { throw BusError(errno: -result) }
    }

    private static let interrupted: Int32 = EINTR
    private static let busy: Int32 = EBUSY
}
