internal import CRueSystem
public import RueSensors

/// A DS18B20 through the kernel's w1-gpio and w1_therm, in sysfs. The device tree overlay
/// `dtoverlay=w1-gpio` switches it on (GPIO 4 unless it says otherwise).
///
/// Reading the file makes the kernel convert, and blocks for the 750 ms that this takes; so a helper
/// thread reads it, and no call here blocks. There is at most one such thread for each probe: while
/// the kernel keeps one that was abandoned, ``begin()`` refuses to start another.
///
/// The folder is looked at anew in each ``begin()``, so a sensor that was unplugged, or a bus that
/// was not there, is found when it appears. (The kernel itself looks for new devices every ten
/// seconds.) Not thread-safe.
public final class KernelOneWireProbe: OneWireProbe {
    /// The device that is wanted, as the kernel names it; nil for the only one there is.
    public let device: String?
    /// Where the kernel shows its devices.
    public let folder: String
    /// The code of the device; nil before it was found, and while it is missing.
    public private(set) var rom: OneWireROM?

    /// What the helper thread is at: for us, or abandoned.
    private(set) var reading: FileReading?
    private var isAwaited = false
    private var resolution = DS18B20.Resolution.bits12

    /// Makes a probe; nothing is looked at yet.
    ///
    /// - Parameters:
    ///   - device: such as `28-0316a2795dff`; nil for the only DS18B20 there is.
    ///   - folder: where the kernel shows its devices.
    public init(device: String? = nil, folder: String = "/sys/bus/w1/devices") {
        self.device = device
        self.folder = folder
    }

    /// Lets a helper thread read the device's file, upon which the kernel starts a conversion.
    ///
    /// - Returns: the time of the resolution that the last reading had, 12 bits at first, and of
    ///   the transfers.
    /// - Throws: `.noOneWire`, `.noSuchDevice` and `.severalDevices`, which say what is there;
    ///   `.unanswered` while the kernel keeps an earlier thread; `.os` if there is no thread.
    public func begin() throws(BusError) -> UInt64 {
        isAwaited = false
        try dropAbandoned()
        try find()
        reading = try FileReading(path)
        isAwaited = true
        return resolution.conversionMicroseconds + Self.transferMicroseconds
    }

    /// Takes what the helper thread read, if it has ended.
    ///
    /// - Returns: the 9 bytes, also when the kernel found their checksum wrong; nil while the
    ///   thread reads.
    /// - Throws: `.noPresence` if the kernel could not read from the device, `.noSuchDevice` if it
    ///   has gone, `.shortTransfer` and `.malformed` for a text that is no scratchpad,
    ///   `.unsupported` if nothing was begun.
    public func finish() throws(BusError) -> [UInt8]? {
        guard isAwaited, let reading else { throw .unsupported }
        guard let outcome = reading.outcome() else { return nil }
        self.reading = nil
        isAwaited = false
        let bytes = try scratchpad(of: outcome)
        resolution = DS18B20.Resolution(configurationRegister: bytes[4])
        return bytes
    }

    /// Gives up the reading under way. Its thread ends when the kernel lets it.
    public func abandon() { isAwaited = false }

    private func dropAbandoned() throws(BusError) {
        guard let abandoned = reading else { return }
        guard abandoned.outcome() != nil else { throw .unanswered }
        reading = nil
    }

    private func find() throws(BusError) {
        let before = rom
        rom = nil
        rom = try W1Folder(path: folder).device(named: device)
        if rom != before { resolution = .bits12 }
    }

    private func scratchpad(of outcome: FileReading.Outcome) throws(BusError) -> [UInt8] {
        switch outcome {
        case .bytes(let text):
            return try W1SlaveText.scratchpad(in: text, of: path)
        case .failed(errno: Self.noEntry), .failed(errno: Self.noDevice):
            // Gone since it was begun: says what is there instead.
            try find()
            throw .noPresence
        case .failed(errno: Self.inputOutput):
            throw .noPresence
        case .failed(let errno):
            throw .os(errno: errno)
        }
    }

    private var path: String {
        folder + "/" + (rom?.description ?? "") + "/w1_slave"
    }

    /// Two resets, two ROM codes, three commands and nine bytes at 70 µs a bit, and some more for
    /// a busy machine.
    private static let transferMicroseconds: UInt64 = 50_000

    // The same numbers on every Linux that Rue runs on (asm-generic).
    private static let noEntry: Int32 = 2
    private static let inputOutput: Int32 = 5
    private static let noDevice: Int32 = 19
}
