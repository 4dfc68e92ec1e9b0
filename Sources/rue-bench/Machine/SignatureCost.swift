import RueCrypto
import RueWire

/// What a bare Ed25519 verification and a bare signature cost on this machine, in this run.
struct SignatureCost {
    let verifyNanoseconds: Double
    let signNanoseconds: Double

    var sumNanoseconds: Double { verifyNanoseconds + signNanoseconds }

    /// Verifies a batch and signs as many bytes as a receipt has, again and again.
    static func measure(batch: Envelope, key: SigningKey) throws -> SignatureCost {
        let message = batch.signingInput
        let receipt = [UInt8](repeating: 1, count: 256)
        guard key.publicKey.verify(signature: batch.signature, message: message) else {
            throw BenchError("the batch does not verify")
        }
        // A first round warms caches and clock rate.
        var cost = try once(message, batch.signature, receipt, key)
        for _ in 0..<3 {
            let next = try once(message, batch.signature, receipt, key)
            if next.sumNanoseconds < cost.sumNanoseconds { cost = next }
        }
        return cost
    }

    private static func once(
        _ message: [UInt8], _ signature: [UInt8], _ receipt: [UInt8], _ key: SigningKey
    ) throws -> SignatureCost {
        let rounds = 2_000
        let start = ProcessorTime.thread
        for _ in 0..<rounds {
            guard key.publicKey.verify(signature: signature, message: message) else {
                throw BenchError("a signature does not verify")
            }
        }
        let middle = ProcessorTime.thread
        for _ in 0..<rounds { _ = try key.sign(receipt) }
        let end = ProcessorTime.thread
        return SignatureCost(
            verifyNanoseconds: Double(middle - start) / Double(rounds),
            signNanoseconds: Double(end - middle) / Double(rounds))
    }
}
