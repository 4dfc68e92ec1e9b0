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
            var here = NamedPlace.folder(of: path)
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

    /// Whether something lies on the server's own disk, whose loss it is for.
    static func isOnTheDisk(of folder: StateFolder, _ path: String) throws(Failure) -> Bool {
        var status = stat()
        guard stat(folder.path, &status) == 0 else { return false }
        return try NamedPlace.disk(of: path) == status.st_dev
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
