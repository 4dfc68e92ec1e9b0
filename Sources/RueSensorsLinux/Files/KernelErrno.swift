/// What the kernel's files fail with, as far as it means something here. The numbers are the same on
/// every Linux that Rue runs on (asm-generic), and no C module need be imported for them.
enum KernelErrno {
    /// ENOENT: the device has gone.
    static let noEntry: Int32 = 2
    /// EIO: the device did not answer as it should.
    static let inputOutput: Int32 = 5
    /// EAGAIN: not yet.
    static let tryAgain: Int32 = 11
    /// ENODEV: the device has gone.
    static let noDevice: Int32 = 19
    /// ENOTDIR.
    static let notADirectory: Int32 = 20
    /// ETIMEDOUT.
    static let timedOut: Int32 = 110
}
