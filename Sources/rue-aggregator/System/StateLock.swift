import CRueSystem
import RueAggregatorCore

/// The one server's hold on its state folder, until the process ends.
enum StateLock {
    private static let wouldBlock: Int32 = 11

    static func take(_ folder: StateFolder) throws(Failure) {
        var holder: Int64 = 0
        let result = rue_lock_take(folder.lock, &holder)
        guard result < 0 else { return }
        guard result == -wouldBlock else {
            throw Failure(
                .cannotCreate, folder.lock + ": " + String(cString: rue_error_text(result)))
        }
        let who = holder > 0 ? "process " + String(holder) : "another process"
        throw Failure(
            .temporary,
            folder.path + ": in use by " + who + "; stop that server, or give another --state")
    }
}
