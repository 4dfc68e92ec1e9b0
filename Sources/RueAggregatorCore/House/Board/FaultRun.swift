/// When a sensor began to fail: its faults since its last good value, of which the first one tells.
///
/// Several are kept, because items are read in any order, and a value may yet come to light between
/// them.
struct FaultRun {
    private var lastGood: LogPlace?
    /// By place, all of them after `lastGood`.
    private var faults: [Fault] = []

    struct Fault {
        let place: LogPlace
        let milliseconds: Int64?
    }

    /// No more than this are kept; what is too many goes from the middle. New faults come at the
    /// end, and those of a history that is read backwards at the beginning.
    static let maximumFaults = 256

    init(after lastGood: LogPlace?) { self.lastGood = lastGood }

    /// The first fault since the last good value.
    var first: Fault? { faults.first }

    mutating func add(_ fault: Fault) {
        if let lastGood, fault.place < lastGood { return }
        let isLast = faults.last.map { $0.place < fault.place } ?? true
        let index =
            isLast
            ? faults.endIndex
            : faults.firstIndex { fault.place <= $0.place } ?? faults.endIndex
        // An item may be taken twice.
        if index < faults.endIndex, faults[index].place == fault.place { return }
        faults.insert(fault, at: index)
        if faults.count > Self.maximumFaults { faults.remove(at: faults.count / 2) }
    }

    mutating func addGood(at place: LogPlace) {
        guard lastGood.map({ $0 < place }) ?? true else { return }
        lastGood = place
        faults.removeAll { $0.place < place }
    }
}
