import CRueSystem
import Glibc
import RueAggregatorCore

/// A path that the person has named, opened and looked at as that person.
enum NamedPlace {
    /// Opens it, never through a symbolic link where it is made.
    ///
    /// - Parameters:
    ///   - path: which.
    ///   - flags: as open(2) takes them; it is closed on exec in any case.
    ///   - mode: the permissions of a new file.
    ///   - code: what the program ends with when it cannot be opened.
    /// - Returns: the descriptor, which is the caller's to close.
    /// - Throws: the path, and what the system said.
    static func open(
        _ path: String, _ flags: Int32, mode: mode_t = 0, orFailWith code: ExitCode
    ) throws(Failure) -> Int32 {
        try Identity.asOperator { () throws(Failure) in
            let safe = flags & O_CREAT == 0 ? 0 : O_NOFOLLOW
            let descriptor = Glibc.open(path, flags | safe | O_CLOEXEC, mode)
            guard descriptor >= 0 else {
                let advice = errno == EEXIST ? "; name a file that is not there yet" : ""
                throw Failure(code, path + ": " + String(cString: rue_error_text(errno)) + advice)
            }
            return descriptor
        }
    }

    static func isFolder(_ path: String) throws(Failure) -> Bool {
        try look(path)?.is_directory == 1
    }

    /// The number of the disk that it is on; nil where nothing can be seen.
    static func disk(of path: String) throws(Failure) -> dev_t? {
        try Identity.asOperator { () throws(Failure) in
            var status = stat()
            return stat(path, &status) == 0 ? status.st_dev : nil
        }
    }

    private static func look(_ path: String) throws(Failure) -> rue_file_info? {
        try Identity.asOperator { () throws(Failure) in
            var info = rue_file_info()
            return rue_file_look(path, &info) == 0 ? info : nil
        }
    }

    /// The folder that it is or shall be in.
    static func folder(of path: String) -> String {
        let path = StateFolder(path: path).path
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
