internal import CRueSystem
public import RueSensors

/// A DS18B20 through the kernel's w1-gpio and w1_therm, in sysfs. The device tree overlay
/// `dtoverlay=w1-gpio` switches it on (GPIO 4 unless it says otherwise).
///
/// Reading the file makes the kernel convert, and blocks for the 750 ms that this takes; so a helper
/// thread reads it, and no call here blocks. There is at most one such thread for each probe: while
/// the kernel keeps one that was abandoned, ``begin(resolution:)`` refuses to start another. Probes that share a
/// ``KernelBulkConversion`` convert together, where the system permits it.
///
/// The file is `w1_slave`, with the chip's whole memory, and not `temperature`, in which 85 °C of a
/// chip that did not convert looks like 85 °C. After a conversion of all thermometers, whoever asked
/// for it, both give that one's result once, however old it is: such a result is read away first.
///
/// The folder is looked at anew in each ``begin(resolution:)``, so a sensor that was unplugged, or a bus that
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
    private let bulk: KernelBulkConversion
    private var step = Step.idle
    private var resolution = DS18B20.Resolution.bits12
    /// What the device is still to be told.
    private var wanted: DS18B20.Resolution?
    private(set) var setting: FileWriting?

    /// What is waited for.
    private enum Step: Equatable {
        case idle
        /// The kernel telling the device its resolution.
        case setting
        /// A conversion of all thermometers on the bus that we asked for.
        case sharing(W1BulkFile)
        /// One that another program asked for.
        case waiting(W1BulkFile)
        /// What such a conversion left to be read, which is thrown away.
        case discarding(W1BulkFile)
        /// The chip's memory; the bus's file tells whether an empty answer only means "not now".
        case reading(W1BulkFile?)
    }

    /// Makes a probe; nothing is looked at yet.
    ///
    /// - Parameters:
    ///   - device: such as `28-0316a2795dff`; nil for the only DS18B20 there is.
    ///   - folder: where the kernel shows its devices.
    ///   - bulk: the conversions that the program's probes share; nil to convert alone.
    public init(
        device: String? = nil, folder: String = "/sys/bus/w1/devices",
        sharing bulk: KernelBulkConversion? = nil
    ) {
        self.device = device
        self.folder = folder
        self.bulk = bulk ?? KernelBulkConversion()
        self.bulk.userCount += 1
    }

    deinit { bulk.userCount -= 1 }

    /// Lets a helper thread read the device's file, upon which the kernel starts a conversion; or
    /// starts or joins one of all the probes.
    ///
    /// - Parameter wanted: what the device is to have; nil for what it has. The kernel's file
    ///   `resolution`, from Linux 5.8 on, is written to only when the device has another one.
    /// - Returns: the time of the resolution that the last reading had, 12 bits at first, and of
    ///   the transfers.
    /// - Throws: `.noOneWire`, `.noSuchDevice` and `.severalDevices`, which say what is there;
    ///   `.unanswered` while the kernel keeps an earlier thread; `.malformed` for a file of the
    ///   kernel's that is none; `.os` if there is no thread.
    public func begin(resolution wanted: DS18B20.Resolution?) throws(BusError) -> UInt64 {
        step = .idle
        self.wanted = wanted
        try dropAbandoned()
        try find()
        return try convert()
    }

    private func convert() throws(BusError) -> UInt64 {
        guard let rom, let file = try W1BulkFile(for: rom, in: W1Folder(path: folder)) else {
            try read(Step.reading(nil))
            return resolution.conversionMicroseconds + Self.transferMicroseconds
        }
        if try bulk.join(file) { step = .sharing(file) } else { try convertAlone(file) }
        return resolution.conversionMicroseconds + Self.transferMicroseconds
    }

    /// Takes what the helper thread read, if it has ended.
    ///
    /// - Returns: the 9 bytes, also when the kernel found their checksum wrong; nil while the
    ///   thread reads, or another program's conversion of all thermometers runs.
    /// - Throws: `.noPresence` if the kernel could not read from the device, `.noSuchDevice` if it
    ///   has gone, `.cannotSetResolution`, `.shortTransfer` and `.malformed` for a text that is no scratchpad,
    ///   `.unsupported` if nothing was begun.
    public func finish() throws(BusError) -> [UInt8]? {
        do throws(BusError) {
            guard let bytes = try advance() else { return nil }
            if let resolution = wanted, resolution.differs(from: bytes) {
                try set(resolution)
                return nil
            }
            step = .idle
            // What does not come whole says nothing, nor do the zeros of a shorted line.
            if OneWireCRC.of(bytes) == 0, bytes[4] != 0 {
                resolution = DS18B20.Resolution(configurationRegister: bytes[4])
            }
            return bytes
        } catch {
            step = .idle
            throw error
        }
    }

    /// Gives up the reading under way. Its thread ends when the kernel lets it.
    public func abandon() { step = .idle }

    private func dropAbandoned() throws(BusError) {
        if let setting, setting.outcome() == nil { throw .unanswered }
        setting = nil
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

    private var devicePath: String { folder + "/" + (rom?.description ?? "") }

    private var path: String { devicePath + "/w1_slave" }

    /// Two resets, two ROM codes, three commands and nine bytes at 70 µs a bit, and some more for
    /// a busy machine.
    private static let transferMicroseconds: UInt64 = 50_000
}

// MARK: Step by step

extension KernelOneWireProbe {
    private func advance() throws(BusError) -> [UInt8]? {
        switch step {
        case .idle:
            throw .unsupported
        case .setting:
            guard let outcome = setting?.outcome() else { return nil }
            setting = nil
            try check(outcome)
            _ = try convert()
            return nil
        case .sharing(let file):
            try share(file)
            return nil
        case .waiting(let file):
            try convertAlone(file)
            return nil
        case .discarding(let file):
            guard taken() != nil else { return nil }
            try read(.reading(file))
            return nil
        case .reading(let file):
            guard let outcome = taken() else { return nil }
            if try isEarly(outcome, file) { return nil }
            return try scratchpad(of: outcome)
        }
    }

    /// Once a reading. What was converted otherwise is not taken: the kernel waits for as long as the
    /// resolution takes that it believes in, and so has an old value of a chip that was reset.
    private func set(_ resolution: DS18B20.Resolution) throws(BusError) {
        wanted = nil
        let file = devicePath + "/resolution"
        let text = [UInt8]((String(resolution.bitCount) + "\n").utf8)
        do throws(BusError) {
            setting = try FileWriting(text, to: file)
        } catch {
            guard case .os(let errno) = error else { throw error }
            throw .cannotSetResolution(path: file, errno: errno)
        }
        step = .setting
    }

    private func check(_ outcome: FileWriting.Outcome) throws(BusError) {
        switch outcome {
        case .written: return
        case .failed(errno: KernelErrno.inputOutput), .failed(errno: KernelErrno.noDevice):
            throw .noPresence
        case .failed(let errno):
            throw .cannotSetResolution(path: devicePath + "/resolution", errno: errno)
        }
    }

    /// The shared conversion's result, if it was one.
    private func share(_ file: W1BulkFile) throws(BusError) {
        let least = bulk.leastMicroseconds ?? resolution.conversionMicroseconds
        switch bulk.progress() {
        case .running: return
        case .ended(let microseconds) where microseconds >= least: try read(.reading(file))
        case .ended, .failed: try convertAlone(file)
        }
    }

    private func convertAlone(_ file: W1BulkFile) throws(BusError) {
        switch try file.state() {
        case .idle: try read(.reading(file))
        case .unread: try read(.discarding(file))
        case .converting: step = .waiting(file)
        }
    }

    /// The kernel's file is empty while all thermometers convert: what it will hold then is not
    /// what was asked for here.
    private func isEarly(
        _ outcome: FileReading.Outcome, _ file: W1BulkFile?
    ) throws(BusError) -> Bool {
        guard let file, case .bytes(let text) = outcome, text.isEmpty else { return false }
        guard try file.state() == .converting else { return false }
        step = bulk.progress() == .running ? .sharing(file) : .waiting(file)
        return true
    }

    private func read(_ next: Step) throws(BusError) {
        reading = try FileReading(path)
        step = next
    }

    /// What the helper thread has, and ends with.
    private func taken() -> FileReading.Outcome? {
        guard let outcome = reading?.outcome() else { return nil }
        reading = nil
        return outcome
    }

    private func scratchpad(of outcome: FileReading.Outcome) throws(BusError) -> [UInt8] {
        switch outcome {
        case .bytes(let text):
            return try W1SlaveText.scratchpad(in: text, of: path)
        case .failed(errno: KernelErrno.noEntry), .failed(errno: KernelErrno.noDevice):
            // Gone since it was begun: says what is there instead.
            try find()
            throw .noPresence
        case .failed(errno: KernelErrno.inputOutput):
            throw .noPresence
        case .failed(let errno):
            throw .os(errno: errno)
        }
    }

}
