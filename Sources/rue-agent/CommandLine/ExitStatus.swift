/// How the program ends, in the numbers of sysexits.h, so that a unit file can tell them apart.
enum ExitStatus: Int32 {
    case success = 0
    /// `doctor` found a problem.
    case unhealthy = 1
    /// The command line is wrong (EX_USAGE).
    case usage = 64
    /// What was given to work on is wrong: a link, a grant, another node's spool (EX_DATAERR).
    case data = 65
    /// A file to read is missing (EX_NOINPUT).
    case noInput = 66
    /// The server cannot be reached, or refuses (EX_UNAVAILABLE).
    case unavailable = 69
    /// Something in the program itself failed (EX_SOFTWARE).
    case software = 70
    /// The system refused (EX_OSERR).
    case system = 71
    /// Reading or writing failed (EX_IOERR).
    case inputOutput = 74
    /// Try again later: the state folder is in use (EX_TEMPFAIL).
    case temporary = 75
    /// Permissions are wrong, such as a key that others can read (EX_NOPERM).
    case permission = 77
    /// The configuration is wrong (EX_CONFIG).
    case configuration = 78
}
