import Glibc
import RueAggregatorCore

/// What lies inside the state folder, however it is written.
enum Enclosure {
    /// Whether a file would be in the folder or below it; neither need be there yet. What cannot be
    /// looked at is not: making it will tell why.
    static func holds(_ path: String, in folder: StateFolder) throws(Failure) -> Bool {
        if path.hasPrefix(folder.path + "/") { return true }
        guard let home = Place(folder.path) else { return false }
        return try Identity.asOperator { () throws(Failure) in
            var here = parent(of: path)
            var place = Place(here)
            while let current = place {
                if current == home { return true }
                here += "/.."
                place = Place(here)
                if place == current { return false }
            }
            return false
        }
    }

    private static func parent(of path: String) -> String {
        var path = StateFolder(path: path).path[...]
        guard let slash = path.lastIndex(of: "/") else { return "." }
        path = path[..<slash]
        return path.isEmpty ? "/" : String(path)
    }

    private struct Place: Equatable {
        let device: dev_t
        let number: ino_t

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            (device, number) = (status.st_dev, status.st_ino)
        }
    }
}
