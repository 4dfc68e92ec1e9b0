import RueStore

/// Runs jobs in transactions; the writer thread without its thread.
final class WriterCore {
    private let state: WriterState

    /// Opens the writing connection and reads what is known.
    init(
        store: any Store, directory: KeyDirectory, clock: @escaping @Sendable () -> Int64,
        show: @escaping @Sendable (EarlyItem) -> Void = { _ in }
    ) throws(StoreError) {
        state = WriterState(
            store: try store.makeWriter(), directory: directory, clock: clock, show: show)
        try refresh()
    }

    init(state: WriterState) throws(StoreError) {
        self.state = state
        try refresh()
    }

    /// Performs jobs in one transaction, and finishes them after its commit.
    ///
    /// When it fails and there were several, each gets a transaction of its own, so that one bad
    /// job spoils no other; not when the disk is full or the store is locked, which would be the
    /// same for all.
    func run(_ jobs: [any WriterJob]) {
        do throws(StoreError) {
            try commit(jobs)
            for job in jobs { job.finish(nil) }
        } catch {
            if jobs.count == 1 || error.kind == .diskFull || error.kind == .busy {
                for job in jobs { job.finish(error) }
            } else {
                for job in jobs { run([job]) }
            }
        }
    }

    /// Takes in what another process has changed, when there is nothing else to do.
    func refresh() throws(StoreError) {
        try state.beginTurn()
        state.publish()
    }

    private func commit(_ jobs: [any WriterJob]) throws(StoreError) {
        do throws(StoreError) {
            try state.store.transaction { () throws(StoreError) in
                try state.beginTurn()
                for job in jobs { try job.perform(state) }
            }
        } catch {
            state.forget()
            throw error
        }
        state.publish()
    }
}
