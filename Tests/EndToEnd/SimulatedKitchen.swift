import RueTestSupport
import Testing

/// A server, and a real node that it knows, whose past is simulated.
struct SimulatedKitchen {
    let aggregator: ScratchAggregator
    let node: ScratchNode

    init() throws {
        aggregator = try ScratchAggregator()
        node = try ScratchNode(
            "kitchen",
            description: """
                batch: {readings: 30, seconds: 600}
                sensors:
                  - {id: air, driver: bme280, bus: simulated, interval: 10s}
                simulation: {seed: 7, room: kitchen}

                """)
        try aggregator.start()
        try node.enrol(try aggregator.invite("kitchen"))
    }

    /// So many readings, three quantities every ten seconds, delivered.
    func simulate(count: Int, from start: String) throws {
        let result = try node.run(["simulate", "--count", String(count), "--start", start])
        try #require(result.status == .exited(0), "\(result.errorOutput)")
    }
}
