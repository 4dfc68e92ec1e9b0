/// What a program used of the machine, as the kernel tells when it has ended.
public struct ProgramUsage: Equatable, Sendable {
    /// Processor time in user and kernel mode together, in microseconds.
    public let cpuMicroseconds: Int
    /// The most memory it held at once, in KiB.
    public let maximumResidentKiB: Int
}
