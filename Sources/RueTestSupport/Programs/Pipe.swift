import Glibc

/// pipe(2), both ends closed in the children that do not ask for them.
///
/// To be made and used for a start under `Spawn.lock`: else a child that starts at the same
/// moment inherits the write end, and its reader waits for that child's end too.
struct Pipe {
    let readEnd: Int32
    let writeEnd: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw ProgramError.cannotStart("a pipe", errno: errno)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
}
