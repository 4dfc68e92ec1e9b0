internal import RueSensors

/// The conversions of several DS18B20 behind the kernel's 1-Wire bus, all at once: ten probes take
/// 750 ms and not 7.5 s.
///
/// Make one and give it to every ``KernelOneWireProbe`` of the program. Nothing else is needed: where
/// the kernel has the file `therm_bulk_read` (from Linux 5.8 on, for its first bus only) and this
/// program may write to it, probes that are started together share a conversion; a probe that is
/// started while one runs joins it, so that its value may have been measured up to 750 ms before.
/// Where not, or with a single probe, the probes convert one after the other, and nothing is reported.
///
/// The file is root's. A rule for udev that gives it to a group is in the article on the DS18B20, in
/// the pages of RueSensors.
///
/// A conversion of all is never taken on trust. The kernel reports no failure, but lets the probes'
/// files show what their chips had before: so the kernel must have taken the time of the conversion
/// over it, or each probe reads that away and converts by itself. One thing cannot be told: a single
/// chip that misses the command, while others hear it, gives its former value once more. The checksum,
/// the power-on value and all other checks are as without it, because the chips' whole memory is read.
///
/// Not thread-safe: for the probes of one thread.
public final class KernelBulkConversion {
    /// How a shared conversion stands.
    enum Progress: Equatable {
        case running
        /// The kernel was at it for so long.
        case ended(microseconds: UInt64)
        case failed
    }

    /// How many probes share it.
    var userCount = 0
    /// How long the kernel must have taken, whatever the resolution; nil for the conversion's time.
    var leastMicroseconds: UInt64?
    /// What follows on the path to which the order is written: a model of the kernel needs it.
    var orderSuffix = ""
    /// What the helper thread is at.
    private(set) var trigger: FileWriting?
    private var file: W1BulkFile?

    /// Makes it; nothing is asked of the kernel yet.
    public init() {}

    /// Starts a conversion of all, or joins the one that runs.
    ///
    /// - Returns: false where it is not permitted, or for nobody else.
    func join(_ wanted: W1BulkFile) throws(BusError) -> Bool {
        guard userCount > 1 else { return false }
        if let trigger, trigger.outcome() == nil { return file == wanted }
        // Another program's: its result is not waited for here.
        guard try wanted.state() != .converting else { return false }
        do throws(BusError) {
            trigger = try wanted.trigger(suffix: orderSuffix)
            file = wanted
            return true
        } catch {
            trigger = nil
            // EPERM, ENOENT, EACCES, EROFS: not ours to use.
            if [1, 2, 13, 30].contains(where: { error == .os(errno: $0) }) { return false }
            throw error
        }
    }

    func progress() -> Progress {
        guard let trigger else { return .failed }
        switch trigger.outcome() {
        case nil: return .running
        case .written(let microseconds)?: return .ended(microseconds: microseconds)
        case .failed?: return .failed
        }
    }
}
