/// What the program tells its caller, after sysexits(3).
enum ExitCode: Int32 {
    case success = 0
    /// `verify` or `doctor` found something wrong.
    case somethingIsWrong = 1
    /// `verify` could not check.
    case couldNotCheck = 2
    /// The command line is wrong.
    case usage = 64
    /// What was given, or what the store holds, is wrong.
    case dataError = 65
    /// A node, a store or a state folder is not there.
    case noInput = 66
    /// The port is in use.
    case unavailable = 69
    /// OpenSSL, or the program itself.
    case software = 70
    /// A file could not be made.
    case cannotCreate = 73
    /// The disk.
    case inputOutput = 74
    /// Trying again later may help; the state folder is in use.
    case temporary = 75
    /// The system does not let this user.
    case noPermission = 77
    /// A settings file is wrong.
    case configuration = 78
}
