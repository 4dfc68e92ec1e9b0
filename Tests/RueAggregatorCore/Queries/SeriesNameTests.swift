import Testing

@testable import RueAggregatorCore

@Suite struct SeriesNameTests {
    @Test(arguments: [
        ("air_temperature", "air", "temperature"),
        ("attic_west_humidity", "attic_west", "humidity"),
        ("air_", "air", ""), ("_temperature", "", "temperature"), ("door", "door", ""),
        ("nodes_temperature", "nodes", "temperature"), ("node", "node", ""),
    ])
    func name_ofASensorsSeries_isParted(text: String, sensor: String, quantity: String) {
        let name = SeriesName(text)
        #expect(name.sensor == sensor)
        #expect(name.quantity == quantity)
        #expect(!SeriesName.isHealth(text))
    }

    @Test(arguments: [("node_uptime", "uptime"), ("node_cpu_temperature", "cpu_temperature")])
    func name_ofWhatANodeSaysOfItself_hasNoSensor(text: String, quantity: String) {
        #expect(SeriesName(text).sensor == nil)
        #expect(SeriesName(text).quantity == quantity)
        #expect(SeriesName.isHealth(text))
    }

    @Test(arguments: [
        ("air_temperature-min", true), ("air_temperature-max", true),
        ("air_temperature-count", true), ("air_temperature", false), ("air-min_humidity", false),
        ("room_count", false), ("node_undelivered", false),
    ])
    func name_ofASummary_isKnown(text: String, isOfSummary: Bool) {
        #expect(SeriesName(text).isOfSummary == isOfSummary)
    }
}
