import RueStore

/// Keeps the items of one request, in order, until one is refused or goes into quarantine.
///
/// `@unchecked Sendable`: `outcome` belongs to the writer thread until `finish` hands it on.
final class BatchesJob: WriterJob, @unchecked Sendable {
    typealias Completion = @Sendable (Result<Result<ReceiptFacts, Refusal>, StoreError>) -> Void

    let byteCount: Int
    private let items: [PreparedItem]
    private let trailing: Refusal?
    private let completion: Completion
    private var outcome: Result<ReceiptFacts, Refusal>

    /// Takes over what was prepared.
    ///
    /// - Parameters:
    ///   - items: the good items, at least one.
    ///   - trailing: what was wrong with the item after them, if there was one.
    ///   - completion: called on the writer thread: the receipt of the last item kept, now or
    ///     earlier; else why the first was refused; or why the store kept nothing.
    init(items: [PreparedItem], trailing: Refusal?, completion: @escaping Completion) {
        self.items = items
        byteCount = items.reduce(0) { $0 + $1.bytes.count }
        self.trailing = trailing
        self.completion = completion
        outcome = .failure(trailing ?? .signature)
    }

    func perform(_ state: WriterState) throws(StoreError) {
        let keeper = ItemKeeper(state: state)
        var last: ReceiptFacts?
        for item in items {
            switch try keeper.keep(item) {
            case .kept(let receipt):
                outcome = .success(receipt)
                last = receipt
                if receipt.isQuarantined { return }
            case .refused(let refusal):
                outcome = last.map { .success($0) } ?? .failure(refusal)
                return
            }
        }
    }

    func finish(_ error: StoreError?) {
        if let error {
            completion(.failure(error))
        } else {
            completion(.success(outcome))
        }
    }
}
