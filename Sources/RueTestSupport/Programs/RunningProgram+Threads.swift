import Foundation
import Glibc

extension RunningProgram {
    /// Reads a pipe to its end in a thread of its own.
    static func collect(
        _ descriptor: Int32, into state: ProgramState, as stream: ProgramState.Stream
    ) {
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { break }
                state.append(buffer[..<count], to: stream)
            }
            close(descriptor)
            state.pipeClosed()
        }
    }

    /// Waits for the process in a thread of its own, so that it never stays a zombie.
    static func reap(_ process: Int32, into state: ProgramState) {
        Thread.detachNewThread {
            var status: Int32 = 0
            var usage = rusage()
            while wait4(process, &status, 0, &usage) < 0 && errno == EINTR {}
            let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
            let microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
            state.exited(
                ProgramStatus(waitStatus: status),
                usage: ProgramUsage(
                    cpuMicroseconds: seconds * 1_000_000 + microseconds,
                    maximumResidentKiB: usage.ru_maxrss))
        }
    }
}
