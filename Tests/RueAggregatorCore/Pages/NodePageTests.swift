import RueWire
import Testing

@testable import RueAggregatorCore
@testable import RueStore

@Suite struct NodePageTests {
    private static func page(_ points: [RangePoint], span: String = "day") throws -> String {
        let id = SeriesID(node: "kitchen", name: "air_temperature")
        return try PageFixture(nodes: [PageFixture.node("kitchen")], points: [id: points])
            .page("/node/kitchen", "span=" + span)
    }

    private static let points = (0..<6).map {
        PageFixture.point(PageFixture.now - 3_600_000 + $0 * 600_000, 20_000, 21.04, 22_000)
    }

    @Test func chart_hasDrawingDescriptionAndTheSameNumbersAsATable() throws {
        let page = try Self.page(Self.points)
        #expect(page.contains("<title id=\"chart-0-title\">Temperature in the last 24\u{A0}hours"))
        #expect(page.contains("air: from 20.0\u{A0}°C to 22.0\u{A0}°C, last 21.0\u{A0}°C."))
        #expect(page.contains("<td>21.0<small> 20.0\u{2009}…\u{2009}22.0</small></td>"))
        #expect(page.split(separator: "<td>").count == 7)
    }

    @Test func chartWithoutReadings_saysSoInsteadOfDrawing() throws {
        let page = try Self.page([])
        #expect(page.contains("No readings in the last 24\u{A0}hours."))
        #expect(!page.contains("<table>"))
    }

    @Test(arguments: ChartSpan.allCases)
    func span_isMarkedInItsLinks(span: ChartSpan) throws {
        let page = try Self.page(Self.points, span: span.rawValue)
        let link = "href=\"/node/kitchen?span=\(span.rawValue)\" data-span=\"\(span.rawValue)\""
        #expect(page.contains(link + " aria-current=\"true\""))
        #expect(page.split(separator: "aria-current=\"true\"").count == 2)
    }

    @Test func page_tellsOfTheNodeItself() throws {
        var undelivered = PageFixture.series(
            "kitchen", "node_undelivered", quantity: "undelivered", unit: "count")
        undelivered.value = .decimal(DecimalFraction(integer: 1_234))
        var node = PageFixture.node("kitchen", health: [undelivered])
        node.head = .init(sequence: 18_204, id: nil)
        let page = try PageFixture(nodes: [node]).page("/node/kitchen")
        #expect(page.contains("lusab-babad-gutih-tugad"))
        #expect(page.contains("18\u{202F}204"))
        #expect(page.contains(">1\u{202F}234</data>"))
    }

    @Test func suspectReadings_areShown_andFactsOfALaterNodeAreLeftOut() throws {
        func fact(_ name: String, _ value: Int64) -> SeriesState {
            var series = PageFixture.series(
                "kitchen", "node_" + name, quantity: name, unit: "count")
            series.value = .decimal(DecimalFraction(integer: value))
            return series
        }
        let node = PageFixture.node(
            "kitchen", health: [fact("suspect", 4_321), fact("of_a_later_version", 8_765)])
        let page = try PageFixture(nodes: [node]).page("/node/kitchen")
        #expect(page.contains("data-series=\"kitchen/node_suspect\">4\u{202F}321</data>"))
        #expect(!page.contains("of_a_later_version") && !page.contains("8\u{202F}765"))
    }

    @Test func twoSensorsOfOneQuantity_shareAChartAndLookDifferent() throws {
        let sensors = ["air", "floor"].map { PageFixture.sensor("cellar", $0) }
        let page = try PageFixture(nodes: [PageFixture.node("cellar", sensors: sensors)])
            .page("/node/cellar")
        #expect(page.split(separator: "<figure").count == 2)
        #expect(page.contains("colour-0 dash-0"))
        #expect(page.contains("colour-3 dash-1"))
    }

    @Test func page_tellsWhatWasOddAndWhatIsLost() throws {
        let node = NodeRecord(
            id: 1, name: "kitchen", baseName: "urn:dev:ow:1_", status: .active,
            createdMilliseconds: 0, changedMilliseconds: 0)
        let overview = NodeOverview(
            node: node, keys: [], head: nil, counts: ItemCounts(total: 1_200, quarantined: 2),
            events: [
                EventRecord(
                    node: 1, kind: .clone, detail: "boot <b>7</b> returned", firstMilliseconds: 0,
                    lastMilliseconds: PageFixture.now, count: 3)
            ],
            gaps: [
                GapRecord(
                    chain: 1, sequences: 7...9,
                    lastID: try #require(MessageID([UInt8](repeating: 0, count: 32))),
                    recordedMilliseconds: PageFixture.now)
            ])
        let page = try PageFixture(nodes: [PageFixture.node("kitchen")], overview: overview)
            .page("/node/kitchen")
        #expect(page.contains("two devices, one key"))
        #expect(page.contains("3 times, last"))
        #expect(page.contains("boot &lt;b&gt;7&lt;/b&gt; returned"))
        #expect(page.contains("1\u{202F}200\u{A0}items, 2 in quarantine"))
        #expect(page.contains("items 7 to 9"))
    }
}
