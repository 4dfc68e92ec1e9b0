import Foundation

/// What a run found.
struct IngestReport {
    let options: IngestOptions
    let cost: SignatureCost
    let syncsPerSecond: Double
    let wallSeconds: Double
    let serverNanoseconds: Double
    let storeBytes: Int
    let verifySeconds: Double
    let batchBytes: Int

    private var batchesPerSecond: Double { Double(options.totalBatches) / wallSeconds }
    private var readingsPerSecond: Double { Double(options.totalReadings) / wallSeconds }
    private var serverMicrosecondsABatch: Double {
        serverNanoseconds / Double(options.totalBatches) / 1_000
    }
    private var ratio: Double { serverMicrosecondsABatch * 1_000 / cost.sumNanoseconds }
    private var bytesPerReading: Double { Double(storeBytes) / Double(options.totalReadings) }
    private var signedBytesPerReading: Double {
        Double(batchBytes) / Double(options.totalReadings)
    }

    var text: String {
        """
        ingest: \(options.totalBatches) batches of 60 from \(options.nodes) nodes, \
        \(options.connections) connections, \(options.batchesPerRequest) a request
          machine: Ed25519 verify \(decimals(cost.verifyNanoseconds / 1_000, 1)) µs + sign \
        \(decimals(cost.signNanoseconds / 1_000, 1)) µs = \
        \(decimals(cost.sumNanoseconds / 1_000, 1)) µs; append + fdatasync \
        \(decimals(syncsPerSecond, 0))/s
          rate:    \(decimals(readingsPerSecond, 0)) readings/s, \
        \(decimals(batchesPerSecond, 0)) batches/s, in \(decimals(wallSeconds, 2)) s
          server:  \(decimals(serverMicrosecondsABatch, 1)) µs of processor time a batch = \
        \(decimals(ratio, 2)) × (verify + sign)
          disk:    \(decimals(bytesPerReading, 1)) bytes a reading; as signed \
        \(decimals(signedBytesPerReading, 1))
          verify:  all of it again, offline, in \(decimals(verifySeconds, 2)) s
        """
    }

    var json: String {
        let members: [(String, String)] = [
            ("batches", String(options.totalBatches)), ("nodes", String(options.nodes)),
            ("connections", String(options.connections)),
            ("batches_per_request", String(options.batchesPerRequest)),
            ("verify_us", decimals(cost.verifyNanoseconds / 1_000, 2)),
            ("sign_us", decimals(cost.signNanoseconds / 1_000, 2)),
            ("syncs_per_s", decimals(syncsPerSecond, 1)), ("wall_s", decimals(wallSeconds, 3)),
            ("readings_per_s", decimals(readingsPerSecond, 1)),
            ("batches_per_s", decimals(batchesPerSecond, 1)),
            ("server_cpu_us_per_batch", decimals(serverMicrosecondsABatch, 2)),
            ("ratio", decimals(ratio, 3)), ("verify_s", decimals(verifySeconds, 3)),
            ("bytes_per_reading", decimals(bytesPerReading, 2)),
            ("signed_bytes_per_reading", decimals(signedBytesPerReading, 2)),
        ]
        return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private func decimals(_ value: Double, _ places: Int) -> String {
        String(format: "%.\(places)f", value)
    }
}
