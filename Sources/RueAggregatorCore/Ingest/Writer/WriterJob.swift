import RueStore

/// A piece of work for the writer thread. It shares its transaction with whatever else is waiting.
protocol WriterJob: AnyObject, Sendable {
    /// How much memory it holds while it waits, in bytes, where that is much.
    var byteCount: Int { get }

    /// Does the work inside a transaction. Called again from the start when that transaction failed
    /// on account of another job.
    func perform(_ state: WriterState) throws(StoreError)

    /// Called once, on the writer thread, after the commit (nil) or when nothing was kept.
    func finish(_ error: StoreError?)
}

extension WriterJob {
    var byteCount: Int { 0 }
}

/// Takes jobs to the writer.
protocol WriterQueue: AnyObject, Sendable {
    /// Hands over a job.
    ///
    /// - Returns: false when too many are waiting; the job is then never performed nor finished.
    func submit(_ job: any WriterJob) -> Bool
}
