import RueCommandLine

/// How much is sent, and how.
struct IngestOptions {
    var batches = 20_000
    var nodes = 50
    var connections = 8
    var batchesPerRequest = 1
    var isJSON = false

    init(_ arguments: ParsedArguments) throws(CommandLineError) {
        batches = try arguments.integer("batches", in: 100...10_000_000) ?? batches
        nodes = try arguments.integer("nodes", in: 1...10_000) ?? nodes
        connections = try arguments.integer("connections", in: 1...200) ?? connections
        batchesPerRequest = try arguments.integer("per-request", in: 1...64) ?? batchesPerRequest
        isJSON = try arguments.choice("format", among: ["text", "json"]) == "json"
    }

    /// Of each node; what is asked for is rounded up to whole requests, as many of each node.
    var requestsPerNode: Int {
        (batches + nodes * batchesPerRequest - 1) / (nodes * batchesPerRequest)
    }
    /// What comes of it: all nodes send the same number.
    var totalBatches: Int { requestsPerNode * batchesPerRequest * nodes }
    var totalReadings: Int { totalBatches * Workload.recordsPerBatch }
}
