import RueTestSupport
import Testing

/// What a person sees of the house in a browser. One browser at a time: two cores have enough to
/// do with that.
@Suite(.serialized) struct PageTests {
    /// A room with three quantities, one a second.
    static let kitchen = room(
        "kitchen",
        "[{id: air, driver: bme280, bus: simulated, address: 0x76, interval: 1s}]")
    /// A DHT22, which is read every two seconds at most.
    static let bath = room(
        "bathroom", "[{id: air, driver: dht22, bus: simulated, line: 4, interval: 2s}]")
    /// Two sensors, both of which know the temperature.
    static let cellar = room(
        "cellar",
        """

          - {id: air, driver: bme280, bus: simulated, address: 0x77, interval: 1s}
          - {id: floor, driver: ds18b20, bus: simulated, place: floor, interval: 2s}
        """)

    /// A node's description: a batch a second, what it senses, and the weather of all.
    static func room(_ room: String, _ sensors: String, faults: String = "") -> String {
        """
        batch: {readings: 60, seconds: 1}
        sensors: \(sensors)
        simulation: {seed: 7, room: \(room)}
        \(faults)

        """
    }

    /// A server without nodes.
    static func server() throws -> ScratchAggregator {
        let server = try ScratchAggregator()
        try server.start()
        return server
    }

    /// A node that a server knows, under a name of its own.
    static func node(
        _ description: String, as name: String, on server: ScratchAggregator
    ) throws -> ScratchNode {
        let node = try ScratchNode("node", description: description)
        try node.enrol(server.invite(name))
        return node
    }

    /// Gives a node a past, a reading a minute, by the path that live readings go.
    static func simulate(
        _ node: ScratchNode, from start: String, until end: String, _ options: String...
    ) throws {
        let result = try node.run(
            ["simulate", "--start", start, "--until", end, "--every", "60s"] + options)
        #expect(result.status == .exited(0), "\(result.errorOutput)")
    }

    /// Starts a node, and waits until the server has something of now.
    static func start(_ node: ScratchNode) throws -> RunningProgram {
        let program = try node.start()
        try program.waitForLine(containing: "delivered through ", seconds: 60)
        return program
    }
}
