import RueServer
import RueStore

/// Shows that the writer comes to what is waiting and ends its transactions.
final class SignOfLifeJob: WriterJob {
    private let life: SignOfLife

    init(_ life: SignOfLife) { self.life = life }

    func perform(_ state: WriterState) {}

    func finish(_ error: StoreError?) { life.give() }
}
